"""Scores to play: read from collections, made up, made human."""
