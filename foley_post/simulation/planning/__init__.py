"""From a score to a gesture: how each kind of player moves."""
