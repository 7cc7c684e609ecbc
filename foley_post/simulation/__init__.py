"""Simulated players: a score moved through a player's body, an instrument and a camera."""
