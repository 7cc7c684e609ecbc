"""Foreign files parsed in a process of their own, so that a parser's crash is one error message.

The child parses with OpenTimelineIO and answers with OTIO JSON on its standard output. It may use
4 GB and 120 s.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from foley_post.errors import TimelineReadError

__all__ = ["ParsedOtio", "outlined", "parse_apart"]

_MOST_SECONDS = 120
_MOST_MEMORY = 4 << 30


@dataclass(frozen=True, slots=True)
class ParsedOtio:
    """OTIO JSON that OpenTimelineIO has parsed once, and what was left out, in sentences."""

    text: str
    notices: tuple[str, ...] = ()


def parse_apart(kind: str, content: bytes, name: str) -> ParsedOtio:
    """The timeline as OTIO JSON, parsed in a child process; of ``.otio`` the outline.

    ``kind`` is ``otio`` or ``aaf``; ``name`` is what messages call the file. Raises
    TimelineReadError.
    """
    if kind == "otio":
        with tempfile.TemporaryFile() as copy:  # a pipe would be fed in 4 KB pieces
            copy.write(content)
            copy.seek(0)
            return _ask(kind, copy, name, "-")
    with tempfile.TemporaryDirectory(prefix="foley-post-") as folder:
        path = Path(folder) / "cut.aaf"  # what was hashed is what is parsed
        path.write_bytes(content)
        return _ask(kind, subprocess.DEVNULL, name, str(path))


def _ask(kind: str, given: IO[bytes] | int, name: str, path: str) -> ParsedOtio:
    try:
        child = subprocess.run(
            [sys.executable, "-m", __name__, kind, name, path],
            stdin=given,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
            cwd=Path(__file__).parents[3],
        )
    except subprocess.TimeoutExpired as error:
        raise TimelineReadError(
            f"{name} was not opened: reading it took over {_MOST_SECONDS} s. "
            "Export the timeline again from the editing program."
        ) from error
    if child.returncode == 0:
        notices, _, text = child.stdout.decode().partition("\n")
        return ParsedOtio(text, tuple(json.loads(notices)))
    if child.returncode == 3:
        raise TimelineReadError(child.stdout.decode(errors="replace"))
    raise TimelineReadError(
        f"{name} was not opened: it makes the {kind.upper()} reader crash. "
        "Export the timeline again from the editing program."
    )


def _parse(kind: str, name: str, path: str) -> ParsedOtio:
    if kind == "aaf":
        import opentimelineio as otio

        found = otio.adapters.read_from_file(path, "AAF", simplify=True)
        _check_kind(found, name)
        _know_ours(found)
        return ParsedOtio(str(found.to_json_string()))
    return outlined(sys.stdin.buffer.read(), name)


def outlined(content: bytes, name: str) -> ParsedOtio:
    """The outline of an ``.otio`` that OpenTimelineIO can parse, parsed here and now."""
    import opentimelineio as otio

    from foley_post.timeline.safety.otio_checks import checked_otio
    from foley_post.timeline.safety.outline import outline

    checked = checked_otio(content, name)
    found = otio.adapters.read_from_string(checked.text, "otio_json")
    _check_kind(found, name)
    kept = '"SerializableObjectRef' in checked.text  # what is left out might be referred to
    text = checked.text if kept else json.dumps(outline(checked.document))
    return ParsedOtio(text, checked.notices)


def _know_ours(found: Any) -> None:
    """Mark the tracks that our own AAF writer made, which AAF says in their names only."""
    from foley_post.timeline.sequence import MADE, made_by_us

    for track in found.find_children() if hasattr(found, "find_children") else ():
        if track.schema_name() == "Track" and track.name.startswith(f"{MADE}: "):
            track.name = track.name.removeprefix(f"{MADE}: ")
            for one in (track, *track.find_clips()):
                one.metadata.update(made_by_us())


def _check_kind(found: Any, name: str) -> None:
    import opentimelineio as otio

    schema = otio.schema
    if not isinstance(found, schema.Timeline | schema.SerializableCollection):
        raise TimelineReadError(
            f"{name} was not opened: it holds a {type(found).__name__}, not a timeline. "
            "Export a whole timeline."
        )


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit holds there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main(parse: Callable[[str, str, str], ParsedOtio]) -> int:
    kind, name, path = sys.argv[1:4]
    _limit_memory()
    gc.disable()  # nothing that is parsed here is let go before the end
    out = sys.stdout
    sys.stdout = sys.stderr  # what adapters print must not mix with the answer
    try:
        parsed = parse(kind, name, path)
        answer, code = f"{json.dumps(parsed.notices)}\n{parsed.text}", 0
    except TimelineReadError as error:
        answer, code = str(error), 3
    except Exception as error:  # noqa: BLE001 - timeline border: adapters raise eight types
        why = str(error).strip().splitlines()
        reason = json.dumps(why[0][:200], ensure_ascii=False) if why else type(error).__name__
        answer = (
            f"{name} was not opened: the {kind.upper()} reader says {reason}. "
            "Export the timeline again from the editing program."
        )
        code = 3
    out.buffer.write(answer.encode())
    out.flush()
    return code


if __name__ == "__main__":
    sys.exit(_main(_parse))
