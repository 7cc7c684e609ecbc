"""Pitches that the picture does not show, made up as players of the instrument play."""

from foley_post.generate.melody.invention import Invention, invent_pitches
from foley_post.generate.melody.melody_model import MelodyModel, load_melody_model

__all__ = ["Invention", "MelodyModel", "invent_pitches", "load_melody_model"]
