"""How the mask network is taught: mixtures of rendered clips, whose parts are known."""
