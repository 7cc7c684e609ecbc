"""Teaching the listener's note network: rendered clips, lessons, the network in torch."""
