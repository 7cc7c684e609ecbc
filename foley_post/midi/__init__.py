"""Notes, styles, edits and MIDI files."""
