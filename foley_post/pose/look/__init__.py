"""Which instrument a player has, by its look: an image classifier on the picture around each."""
