"""Where this system keeps what belongs to the user: caches, settings, unsaved work."""

from __future__ import annotations

from pathlib import Path

__all__ = ["cache_dir", "data_dir", "motion_cache_dir", "settings_dir", "unsaved_dir"]

_NAME = "foley-post"


def cache_dir() -> Path:
    """What can be made again."""
    from platformdirs import user_cache_path

    return user_cache_path(_NAME, appauthor=False)


def motion_cache_dir() -> Path:
    """Motions of shots that were watched."""
    return cache_dir() / "motions"


def data_dir() -> Path:
    """The user's own data."""
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False)


def settings_dir() -> Path:
    """Settings of the program."""
    from platformdirs import user_config_path

    return user_config_path(_NAME, appauthor=False)


def unsaved_dir() -> Path:
    """Work that was not saved yet, kept against a crash."""
    from platformdirs import user_state_path

    return user_state_path(_NAME, appauthor=False) / "unsaved"
