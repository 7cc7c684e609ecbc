"""What mends an error, in the words of the terminal."""

from __future__ import annotations

from foley_post.errors import Remedy

__all__ = ["with_remedy"]

_WORDS = {
    Remedy.CHOOSE_OUT: "Choose the folder with --out.",
    Remedy.CHOOSE_SOUNDFONT: "Name a SoundFont with --soundfont.",
    Remedy.CHOOSE_MODEL: "Name a model with --model.",
    Remedy.CHOOSE_DEVICE: "Choose it with --device cpu or --device auto.",
    Remedy.RELINK: "Say where it is with --media-root FOLDER or --map OLD=NEW.",
    Remedy.SIMULATE_CLIPS: "Make clips with --simulate.",
}


def with_remedy(problem: object, remedy: Remedy | None) -> str:
    """The sentence, and after it what to type."""
    return f"{problem} {_WORDS[remedy]}" if remedy else str(problem)
