"""From a Take to a stem: synthesizer, SoundFonts, loudness, BWF."""
