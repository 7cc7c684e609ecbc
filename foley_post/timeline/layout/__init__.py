"""Tracks, lanes and time effects: where clips lie on a timeline."""
