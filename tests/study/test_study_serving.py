"""The page is served to this machine's browser alone, and takes nothing but answers."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from foley_post.errors import OutputError
from foley_post.study.folder import Study, answers_of, write_study
from foley_post.study.plan import Kind, make_plan
from foley_post.study.serving import StudyServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[StudyServer]:
    trials = make_plan(["one"], ("ours", "real"), 0)
    study = Study(tmp_path, trials, {"one": {"ours": "a.wav", "real": "b.wav"}})
    write_study(study, {"one": "c.mp4"})
    (study.public / "index.html").write_text("<title>study</title>")
    with StudyServer(study) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(
    server: StudyServer, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET" if body is None else "POST", path, body, named)
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def answer(server: StudyServer) -> dict[str, object]:
    pair = next(t for t in server.study.trials if t.kind is Kind.PAIR)
    return {
        "listener": "ab12",
        "trial": pair.number,
        "question": "overall",
        "chosen": 1,
        "played": True,
    }


def sent(server: StudyServer, said: object, **other: str) -> int:
    own = {"Origin": f"http://{server.host}", "X_Token": server.token}
    return ask(server, "/answer", json.dumps(said).encode(), **{**own, **other})[0]


def test_an_answer_is_kept_and_the_page_goes_on_where_it_was(server: StudyServer) -> None:
    assert sent(server, answer(server)) == 200
    assert [a.chosen for a in answers_of(server.study)] == [1]
    status, content = ask(server, f"/answered?token={server.token}&listener=ab12")
    assert (status, json.loads(content)) == (200, [[answer(server)["trial"], "overall"]])
    assert ask(server, "/")[1] == b"<title>study</title>"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Origin", "http://evil.example"),
        ("Origin", "null"),
        ("X_Token", "guessed"),
        ("Host", "evil.example"),
    ],
)
def test_another_page_cannot_answer(server: StudyServer, header: str, value: str) -> None:
    assert sent(server, answer(server), **{header: value}) == 403
    assert answers_of(server.study) == ()


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example:80"])
def test_a_name_that_was_rebound_to_this_machine_reads_nothing(
    server: StudyServer, host: str
) -> None:
    assert ask(server, "/trials.json", Host=host)[0] == 403


@pytest.mark.parametrize(
    "path",
    [
        "/study.json",
        "/../study.json",
        "/..%2fstudy.json",
        "/answers.jsonl",
        "/.hidden.json",
        "//etc/passwd",
    ],
)
def test_nothing_but_the_public_files_is_served(server: StudyServer, path: str) -> None:
    (server.study.public / ".hidden.json").write_text("{}")
    assert ask(server, path)[0] == 404


def test_what_is_no_answer_is_refused(server: StudyServer) -> None:
    good = answer(server)
    for bad in (
        [],
        {},
        {**good, "chosen": 5},
        {**good, "listener": "x" * 100},
        {**good, "more": 1},
    ):
        assert sent(server, bad) == 400
    assert sent(server, {**good, "listener": "x" * 5000}) == 413
    assert sent(server, {**good, "simulated": True}) == 200
    assert not answers_of(server.study)[0].simulated
    assert ask(server, "/answered?token=guessed&listener=ab12")[0] == 403


def test_a_port_that_is_taken_is_said(server: StudyServer) -> None:
    with pytest.raises(OutputError, match="cannot be listened on"):
        StudyServer(server.study, int(server.server_address[1]))


@pytest.mark.parametrize(("error", "told"), [(BrokenPipeError, False), (ValueError, True)])
def test_a_page_that_is_closed_while_it_loads_is_no_trouble(
    server: StudyServer, capsys: pytest.CaptureFixture[str], error: type[Exception], told: bool
) -> None:
    try:
        raise error("gone")
    except error:
        server.handle_error(None, ("127.0.0.1", 1))
    assert ("gone" in capsys.readouterr().err) is told
