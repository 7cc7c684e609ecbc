"""Pictures of a simulated player."""
