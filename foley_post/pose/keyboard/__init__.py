"""The keyboard in the picture: found, followed, its keys read."""
