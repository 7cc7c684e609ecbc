"""What mends an error, in the words of the window."""

from __future__ import annotations

from foley_post.errors import Remedy
from foley_post_ui.i18n.library_sentences import library_sentence
from foley_post_ui.i18n.translating import localized, mark

__all__ = ["with_remedy"]

_WORDS = {
    Remedy.CHOOSE_OUT: mark("Remedies", "Choose another folder in File > Export."),
    Remedy.CHOOSE_SOUNDFONT: mark("Remedies", "Choose another SoundFont in Edit > Preferences."),
    Remedy.CHOOSE_DEVICE: mark("Remedies", "Choose another device in Edit > Preferences."),
    Remedy.RELINK: mark("Remedies", "Say where it is with File > Relink media."),
}
"""What cannot be done in the window is left out."""


def with_remedy(problem: str, remedy: Remedy | None) -> str:
    """The sentence, and after it where in the window it is mended."""
    words = _WORDS.get(remedy) if remedy else None
    said = library_sentence(problem)
    return " ".join((said, localized("Remedies", words))) if words else said
