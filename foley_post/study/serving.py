"""The study's page served on this machine: static files, and answers taken as JSON.

Only 127.0.0.1 is listened on. An answer needs the token that the page was opened with and comes
from the page itself (its Origin); nothing larger than `_MOST_BYTES` is read; only plain names in
``public/`` are served.
"""

from __future__ import annotations

import json
import secrets
import sys
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from foley_post.errors import OutputError, UsageError
from foley_post.study.folder import Answer, Study, answers_of, write_answers

__all__ = ["StudyServer"]

_MOST_BYTES = 4096
_TYPES = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css",
    ".json": "application/json", ".mp4": "video/mp4", ".wav": "audio/wav",
}  # fmt: skip


class StudyServer(ThreadingHTTPServer):
    """Serves a study; ``address`` is what to open. Raises OutputError when the port is taken."""

    daemon_threads = True

    def __init__(self, study: Study, port: int = 0) -> None:
        self.study, self.token = study, secrets.token_urlsafe(16)
        self.writing = threading.Lock()
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise OutputError(
                error.errno, f"Port {port} cannot be listened on: {error.strerror}."
            ) from error

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that was closed while it loads is no trouble; anything else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def host(self) -> str:
        """The name and port that requests must be for."""
        return f"127.0.0.1:{self.server_address[1]}"

    @property
    def address(self) -> str:
        """What a listener opens."""
        return f"http://{self.host}/?token={self.token}"


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: StudyServer
    server_version = "foley-post-study"
    sys_version = ""

    def do_GET(self) -> None:
        """A file of the page, or what a listener has answered."""
        asked = urlsplit(self.path)
        if self.headers.get("Host") != self.server.host:
            return self._say(HTTPStatus.FORBIDDEN)
        if asked.path == "/answered":
            return self._answered(parse_qs(asked.query))
        name = asked.path.lstrip("/") or "index.html"
        path = self.server.study.public / name
        plain = "/" not in name and "\\" not in name and not name.startswith(".")
        if not plain or path.suffix not in _TYPES or not path.is_file():
            return self._say(HTTPStatus.NOT_FOUND)
        return self._say(HTTPStatus.OK, path.read_bytes(), _TYPES[path.suffix])

    def do_POST(self) -> None:
        """One answer."""
        size = self.headers.get("Content-Length", "")
        if (
            self.headers.get("Host") != self.server.host
            or self.headers.get("Origin") != f"http://{self.server.host}"
            or not secrets.compare_digest(self.headers.get("X-Token", ""), self.server.token)
        ):
            return self._say(HTTPStatus.FORBIDDEN)
        if not size.isdecimal() or int(size) > _MOST_BYTES:
            return self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            answer = Answer(**{**json.loads(self.rfile.read(int(size))), "simulated": False})
        except (UsageError, ValueError, TypeError):
            return self._say(HTTPStatus.BAD_REQUEST)
        with self.server.writing:
            write_answers(self.server.study, [answer])
        return self._say(HTTPStatus.OK, b"{}", _TYPES[".json"])

    def _answered(self, query: dict[str, list[str]]) -> None:
        if query.get("token") != [self.server.token]:
            return self._say(HTTPStatus.FORBIDDEN)
        who = query.get("listener", [""])[0]
        done = [[a.trial, a.question] for a in answers_of(self.server.study) if a.listener == who]
        return self._say(HTTPStatus.OK, json.dumps(done).encode(), _TYPES[".json"])

    def _say(self, status: HTTPStatus, content: bytes = b"", kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", "default-src 'self'; media-src 'self' blob:")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: who listens is nobody's business."""
