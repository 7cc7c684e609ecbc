"""The sound that a clip already has: the notes in it, and whose they are."""
