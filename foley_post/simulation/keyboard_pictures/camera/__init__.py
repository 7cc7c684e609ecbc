"""The camera over a keyboard, its pictures, and where a finder takes the keyboard to be."""
