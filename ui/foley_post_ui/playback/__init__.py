"""Playback: sound, transport, and the clock that everything follows."""
