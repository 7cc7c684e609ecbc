"""Drawn films of keyboards that are played, as the strips that keys are read from, with the notes.

``scene``: the keyboard, hands and light; ``performance``: what is played; ``camera``: how it is
filmed; `drawn_clip` puts them together.

Millimetres throughout, unless a name says otherwise: x along the keys from the left edge of the
lowest A, y from the white keys' front edge to their back, z up from their tops at rest.
"""

from foley_post.simulation.keyboard_pictures.clip_files import read_clip, write_clip
from foley_post.simulation.keyboard_pictures.clips import DrawnClip, drawn_clip

__all__ = ["DrawnClip", "drawn_clip", "read_clip", "write_clip"]
