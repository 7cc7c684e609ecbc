"""Teaching the stroke network. Needs PyTorch."""
