"""The simulated player's body: a skinned human mesh that follows a gesture."""
