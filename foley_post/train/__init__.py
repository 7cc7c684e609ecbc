"""Data sets, training loop and evaluation."""
