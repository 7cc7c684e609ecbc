"""Which timelines and films a command is to work on, and where each one's results go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foley_post.errors import UsageError

__all__ = ["cuts_and_folders"]

_BUNDLES = {".otiod", ".fcpxmld"}


def cuts_and_folders(paths: Sequence[Path], out: Path | None) -> list[tuple[Path, Path]]:
    """Each timeline and film once, the films of a folder in the order of their names, and a folder
    for its results.

    Beside the film, or below ``out``; ``out`` itself for a single timeline or film that was named.
    UsageError for a folder without films.
    """
    from foley_post.pipeline.options import default_out
    from foley_post.timeline import films_in

    cuts: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() and path.suffix.lower() not in _BUNDLES:
            films = films_in(path)
            if not films:
                raise UsageError(f"There are no films in {path}. Name a timeline or a film.")
            cuts.update(dict.fromkeys(films))
        else:
            cuts[path] = None
    if out is not None and len(paths) == 1 and list(cuts) == list(paths):
        return [(paths[0], out)]
    found: list[tuple[Path, Path]] = []
    for cut in cuts:
        usual = default_out(cut)
        usual = out / usual.name if out is not None else usual
        taken = {folder for _, folder in found}
        names = [usual, usual.with_name(f"{cut.name}-foley")]
        names += [usual.with_name(f"{cut.stem}-foley-{n}") for n in range(2, len(found) + 3)]
        found.append((cut, next(name for name in names if name not in taken)))
    return found
