"""The library's own words that the window shows, marked for the translators.

The library speaks English and knows nothing of the window; its names are looked up here when they
are shown. A test holds this list to what the library has.
"""

from __future__ import annotations

from foley_post_ui.i18n.translating import localized, mark

__all__ = ["KNOWN", "library_word"]

KNOWN = (
    # instruments
    mark("Library", "Piano"),
    mark("Library", "Accordion"),
    mark("Library", "Violin"),
    mark("Library", "Viola"),
    mark("Library", "Cello"),
    mark("Library", "Double bass"),
    mark("Library", "Acoustic guitar"),
    mark("Library", "Ukulele"),
    mark("Library", "Electric bass"),
    mark("Library", "Flute"),
    mark("Library", "Clarinet"),
    mark("Library", "Saxophone"),
    mark("Library", "Bassoon"),
    mark("Library", "Trumpet"),
    mark("Library", "Tuba"),
    mark("Library", "Xylophone"),
    mark("Library", "Drum kit"),
    mark("Library", "Organ"),
    mark("Library", "Erhu"),
    mark("Library", "Electric guitar"),
    mark("Library", "Mandolin"),
    mark("Library", "Banjo"),
    mark("Library", "Harp"),
    mark("Library", "Oboe"),
    mark("Library", "French horn"),
    mark("Library", "Trombone"),
    mark("Library", "Harmonica"),
    mark("Library", "Hand drums"),
    # what a picture shows of them
    mark("Library", "fingers on the keys and what changes under them"),
    mark("Library", "the bow's turns, and the left hand's fingers"),
    mark("Library", "the plucking hand's strokes"),
    mark("Library", "fingers and breath, faintly"),
    mark("Library", "the sticks' lowest points"),
    mark("Library", "the hands' lowest points"),
    mark("Library", "yes, where the keyboard is in view"),
    mark("Library", "rarely"),
    mark("Library", "partly"),
    mark("Library", "hardly"),
    mark("Library", "where the bars are in view"),
    mark("Library", "which drum, partly"),
    # styles
    mark("Library", "Ambient"),
    mark("Library", "Baroque"),
    mark("Library", "Blues"),
    mark("Library", "Cinematic"),
    mark("Library", "Classical"),
    mark("Library", "Folk"),
    mark("Library", "Jazz"),
    mark("Library", "Minimal"),
    mark("Library", "Pop"),
    mark("Library", "Romantic"),
    # rooms
    mark("Library", "Dry"),
    mark("Library", "Studio"),
    mark("Library", "Room"),
    mark("Library", "Chamber"),
    mark("Library", "Hall"),
    mark("Library", "Church"),
    # joints
    mark("Library", "nose"),
    mark("Library", "neck"),
    mark("Library", "right"),
    mark("Library", "left"),
    mark("Library", "shoulder"),
    mark("Library", "elbow"),
    mark("Library", "wrist"),
    mark("Library", "mid"),
    mark("Library", "hip"),
    mark("Library", "knee"),
    mark("Library", "ankle"),
    mark("Library", "eye"),
    mark("Library", "ear"),
    mark("Library", "big"),
    mark("Library", "small"),
    mark("Library", "toe"),
    mark("Library", "heel"),
    mark("Library", "thumb"),
    mark("Library", "index"),
    mark("Library", "middle"),
    mark("Library", "ring"),
    mark("Library", "little"),
    mark("Library", "fingertip"),
    mark("Library", "finger"),
    mark("Library", "tip"),
    # the sync report's verdict
    mark("Library", "in sync"),
    mark("Library", "not proven by the picture"),
    mark("Library", "sound early"),
    mark("Library", "sound late"),
    mark("Library", "too few notes"),
)


def library_word(text: str) -> str:
    """An instrument's, a style's, a room's or a joint's name in the user's language."""
    return localized("Library", text) if text else ""
