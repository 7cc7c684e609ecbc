"""Foreign files parsed in a process of their own, so that a parser's crash is one error message.

The child reads the file from its standard input (AAF: from its path), parses it with
OpenTimelineIO and answers with OTIO JSON; for ``otio`` it answers nothing, the parse having gone
well. It may use 4 GB and 120 s.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from foley_post.errors import TimelineReadError

__all__ = ["parse_apart"]

_MOST_SECONDS = 120
_MOST_MEMORY = 4 << 30


def parse_apart(kind: str, content: bytes, path: Path, *, fps: float = 0.0) -> str:
    """The timeline as OTIO JSON, parsed in a child process; for ``otio`` the text as it came.

    ``kind`` is ``otio``, ``aaf`` or ``edl`` (which needs ``fps``). Raises TimelineReadError.
    """
    command = [sys.executable, "-m", __name__, kind, str(path.absolute()), repr(fps)]
    try:
        child = subprocess.run(
            command,
            input=b"" if kind == "aaf" else content,
            capture_output=True,
            timeout=_MOST_SECONDS,
            check=False,
            cwd=Path(__file__).parent.parent.parent,
        )
    except subprocess.TimeoutExpired as error:
        raise TimelineReadError(
            f"{path.name} was not opened: reading it took over {_MOST_SECONDS} s. "
            "Export the timeline again from the editing program."
        ) from error
    if child.returncode == 0:
        return content.decode("utf-8-sig") if kind == "otio" else child.stdout.decode()
    if child.returncode == 3:
        raise TimelineReadError(child.stdout.decode(errors="replace"))
    raise TimelineReadError(
        f"{path.name} was not opened: it makes the {kind.upper()} reader crash. "
        "Export the timeline again from the editing program."
    )


def _parse(kind: str, path: Path, fps: float) -> str:
    import opentimelineio as otio

    from foley_post.timeline.guard import check_otio

    if kind == "otio":
        content = sys.stdin.buffer.read()
        check_otio(content, path.name)
        found = otio.adapters.read_from_string(content.decode("utf-8-sig"), "otio_json")
        _check_kind(found, path.name)
        return ""
    if kind == "edl":
        text = _edl_text(sys.stdin.buffer.read())
        found = otio.adapters.read_from_string(text, "cmx_3600", rate=fps)
    else:
        found = otio.adapters.read_from_file(str(path), "AAF", simplify=True)
    _check_kind(found, path.name)
    return str(found.to_json_string())


def _edl_text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


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


def _main(parse: Callable[[str, Path, float], str]) -> int:
    kind, path, fps = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    _limit_memory()
    out = sys.stdout
    sys.stdout = sys.stderr  # what adapters print must not mix with the answer
    try:
        answer, code = parse(kind, path, fps), 0
    except TimelineReadError as error:
        answer, code = str(error), 3
    except Exception as error:  # the border: adapters raise eight different types
        why = str(error).strip().splitlines()
        reason = json.dumps(why[0][:200], ensure_ascii=False) if why else type(error).__name__
        answer = (
            f"{path.name} was not opened: the {kind.upper()} reader says {reason}. "
            "Export the timeline again from the editing program."
        )
        code = 3
    out.buffer.write(answer.encode())
    out.flush()
    return code


if __name__ == "__main__":
    sys.exit(_main(_parse))
