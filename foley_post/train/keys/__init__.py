"""Training of the key network from strips with known notes, drawn and filmed."""
