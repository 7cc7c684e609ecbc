"""Files that come with Foley Post: models, styles, the sample, the SoundFont."""

from __future__ import annotations

from pathlib import Path

__all__ = ["shipped"]


def shipped(*parts: str) -> Path:
    """Where a shipped file or folder lies, such as ``shipped("resources", "model")``.

    Inside the package once installed, beside it in a checkout. The path is given even when nothing
    is there: the caller says what is missing and what to do.
    """
    package = Path(__file__).resolve().parents[1]
    inside = package.joinpath(*parts)
    return inside if inside.exists() else package.parent.joinpath(*parts)
