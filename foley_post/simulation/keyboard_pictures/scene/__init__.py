"""The keyboard, the hands over it, and light: what is there to be filmed."""
