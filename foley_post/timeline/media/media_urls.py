"""Addresses of media, as editors write them, to paths and back.

`opentimelineio.url_utils` is not used: it drops drive letters and cuts at ``#`` (measured), and is
gone in OpenTimelineIO 0.19.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, unquote

__all__ = ["file_url", "folder_and_name", "path_in", "premiere_url"]

_DRIVE = re.compile(r"^/?([A-Za-z])[:|](?=[/\\]|$)")
_SHARE = re.compile(r"^(?:smb|cifs|afp)://(?:[^/@]*@)?([^/].*)$", re.IGNORECASE)
_LONG = re.compile(r"^/*//\?/(UNC/)?", re.IGNORECASE)
"""Windows's own long form: ``\\\\?\\C:\\a.mov``, ``\\\\?\\UNC\\nas\\share``."""

_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]+:")
_SAFE = "/~!$&'()*+,;=@-._"


def path_in(url: str) -> str:
    r"""The path that ``url`` names, with forward slashes; empty when it names none on a disk.

    ``file://localhost/D%3a/a.mov`` is ``D:/a.mov``, ``file://nas/a.mov`` is ``//nas/a.mov``
    (UNC), ``C:\a.mov`` is ``C:/a.mov``; relative addresses stay relative; http and other
    addresses on a network give an empty string.
    """
    text = url.strip()
    if not text or "\x00" in text:
        return ""
    if text.lower().startswith("file:"):
        text = unquote(text[5:])
        if text.startswith("//"):
            host, _, rest = text[2:].partition("/")
            if host.lower() in {"", "localhost"}:
                text = f"/{rest}"
            elif re.fullmatch(r"[A-Za-z][:|]", host):  # file://C:/a.mov, common and wrong
                text = f"/{host}/{rest}"
    elif share := _SHARE.match(text):
        text = "//" + unquote(share[1])
    elif _SCHEME.match(text):
        return ""
    elif "%" in text and "/" in text and not Path(text).exists():
        text = unquote(text)
    text = text.replace("\\", "/")
    text = _LONG.sub(lambda long: "//" if long[1] else "", text)
    text = _DRIVE.sub(lambda drive: f"{drive[1].upper()}:", text)
    if text.startswith("///"):  # file:////nas/share and file://///nas/share
        text = "//" + text.lstrip("/")
    return "" if "\x00" in text else text


def folder_and_name(path: str) -> tuple[str, str]:
    """``path_in``'s answer cut at its last slash."""
    folder, _, name = path.rpartition("/")
    return folder, name


def file_url(path: Path | str) -> str:
    """``file:///`` and the absolute path, percent-encoded segment by segment.

    ``path`` may be an address of another system, as `path_in` gives it.
    """
    rooted = _rooted(path)
    front = "file:" if rooted.startswith("//") else "file://"  # a Windows share names its host
    return front + quote(rooted, safe=_SAFE)


def premiere_url(path: Path | str) -> str:
    """The same as Premiere writes it: ``file://localhost/``, a drive as ``S%3a``.

    ``path`` may be an address of another system, as `path_in` gives it. A bare ``%`` makes Resolve
    refuse the whole file, so it is always ``%25``.
    """
    rooted = _rooted(path)
    if rooted.startswith("//"):  # a Windows share
        return "file:" + quote(rooted, safe=_SAFE)
    drive = re.match(r"^/([A-Za-z]):(?=/)", rooted)
    if drive:
        return f"file://localhost/{drive[1]}%3a" + quote(rooted[3:], safe=_SAFE)
    return "file://localhost" + quote(rooted, safe=_SAFE)


def _rooted(path: Path | str) -> str:
    text = path if isinstance(path, str) else path.absolute().as_posix()
    return text if text.startswith("/") else f"/{text}"
