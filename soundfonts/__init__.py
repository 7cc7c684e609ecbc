"""The shipped SoundFont and where it comes from."""
