"""The window's words, in the user's language."""
