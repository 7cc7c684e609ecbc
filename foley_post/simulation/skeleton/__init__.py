"""Jointed bodies of sticks that follow a gesture: quick, for training and for tests."""
