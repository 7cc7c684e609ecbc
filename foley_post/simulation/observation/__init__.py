"""What a camera and a detector make of a simulated player."""
