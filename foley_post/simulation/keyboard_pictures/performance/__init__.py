"""What is played, which keys go down and when, and where the hands are."""
