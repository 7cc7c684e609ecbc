"""Players of bowed and plucked strings."""
