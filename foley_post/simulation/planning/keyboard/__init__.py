"""Players of keyboards."""
