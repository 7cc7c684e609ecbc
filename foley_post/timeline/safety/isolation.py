"""Foreign files parsed in a process of their own, so that a parser's crash is one error message.

The child parses with OpenTimelineIO and answers with OTIO JSON. It may use 4 GB and 120 s.
"""

from __future__ import annotations

import gc
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foley_post.core.isolated_process import Limits, ask_isolated, serve
from foley_post.errors import TimelineReadError

__all__ = ["ParsedOtio", "outlined", "parse_isolated"]

_LIMITS = Limits(seconds=120, memory_bytes=4 << 30, answer_bytes=2 << 30)


@dataclass(frozen=True, slots=True)
class ParsedOtio:
    """OTIO JSON that OpenTimelineIO has parsed once, and what was left out, in sentences."""

    text: str
    notices: tuple[str, ...] = ()


def parse_isolated(kind: str, content: bytes, name: str) -> ParsedOtio:
    """The timeline as OTIO JSON, parsed in a child process; of ``.otio`` the outline.

    ``kind`` is ``otio`` or ``aaf``; ``name`` is what messages call the file. Raises
    TimelineReadError.
    """
    if kind == "otio":
        return _ask(kind, content, name)
    with tempfile.TemporaryDirectory(prefix="foley-post-") as folder:
        path = Path(folder) / "cut.aaf"  # what was hashed is what is parsed
        path.write_bytes(content)
        return _ask(kind, str(path).encode(), name, Path(folder))


def _ask(kind: str, given: bytes, name: str, folder: Path | None = None) -> ParsedOtio:
    question = json.dumps([kind, name]).encode() + b"\n" + given
    try:
        answer = ask_isolated(__name__, question, _LIMITS, folder=folder)
    except subprocess.TimeoutExpired as error:
        raise TimelineReadError(
            f"{name} was not opened: reading it took over {_LIMITS.seconds:.0f} s. "
            "Export the timeline again from the editing program."
        ) from error
    except subprocess.CalledProcessError as error:
        raise TimelineReadError(
            f"{name} was not opened: it makes the {kind.upper()} reader crash. "
            "Export the timeline again from the editing program."
        ) from error
    notices, _, text = answer.decode().partition("\n")
    return ParsedOtio(text, tuple(json.loads(notices)))


def _parse(kind: str, name: str, given: bytes) -> ParsedOtio:
    if kind == "aaf":
        from foley_post.timeline.aaf.reader import read_aaf

        found = read_aaf(Path(given.decode()), name)
        _check_kind(found, name)
        return ParsedOtio(str(found.to_json_string()))
    return outlined(given, name)


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


def _check_kind(found: Any, name: str) -> None:
    import opentimelineio as otio

    schema = otio.schema
    if not isinstance(found, schema.Timeline | schema.SerializableCollection):
        raise TimelineReadError(
            f"{name} was not opened: it holds a {type(found).__name__}, not a timeline. "
            "Export a whole timeline."
        )


def _answer(question: bytes) -> bytes:
    """The child's part: the notices as JSON in a line, then the timeline."""
    gc.disable()  # nothing that is parsed here is let go before the end
    head, _, given = question.partition(b"\n")
    kind, name = json.loads(head)
    try:
        parsed = _parse(kind, name, given)
    except TimelineReadError:
        raise
    except Exception as error:  # timeline border: adapters raise eight types
        why = str(error).strip().splitlines()
        reason = json.dumps(why[0][:200], ensure_ascii=False) if why else type(error).__name__
        raise TimelineReadError(
            f"{name} was not opened: the {kind.upper()} reader says {reason}. "
            "Export the timeline again from the editing program."
        ) from error
    return f"{json.dumps(parsed.notices)}\n{parsed.text}".encode()


if __name__ == "__main__":
    serve(_answer)
