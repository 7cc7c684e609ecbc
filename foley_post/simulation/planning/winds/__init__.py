"""Players of wind instruments."""
