"""The piano roll: notes seen, drawn and changed."""
