"""`reperes` as it is typed: exit codes, JSON, batches; whatever goes wrong is one French sentence, no traceback."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import time
import urllib.request
from typing import IO, TYPE_CHECKING

import pytest
from places import SAMPLE, command

from assistant.contract import AnswerOut
from ui.cli.asking import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from places import Place, Ran

QUESTION = "Combien de QPV compte la France en 2024 ?"


def told(ran: Ran, code: int, *words: str) -> None:
    """The command failed with this code and a French message that holds these words, and said nothing else."""
    assert (ran.code, ran.out) == (code, ""), ran
    assert all(word in ran.err for word in words), ran.err
    assert "Error" not in ran.err


def test_an_index_in_json_is_one_object(
    place: Place, reperes: Callable[..., Ran], reperes_process: Callable[..., Ran]
) -> None:
    """The fields of the contract; progress goes to the other output; 0 then 3 when a file fails."""
    fine = reperes("index", place.corpus, "--data-dir", place.settings.data_dir, "--json")
    lists = {"added", "changed", "unchanged", "removed", "failed", "skipped"}
    told = {"remarks", "evals", "generation", "documents", "passages", "embedded", "seconds", "dry_run"}
    assert set(fine.json) == lists | told
    assert fine.json["unchanged"] == [{"doc": doc} for doc in sorted(SAMPLE)]
    assert fine.code == 0

    (place.corpus / SAMPLE[-1]).write_bytes(b"junk")
    place.write("photo.jpg", "")
    some = reperes_process("index", place.corpus, "--data-dir", place.settings.data_dir, "--json")
    assert some.code == 3
    assert some.json["skipped"] == [{"doc": "photo.jpg", "reason": "type de fichier non pris en charge"}]
    (failed,) = some.json["failed"]
    assert failed["doc"] == SAMPLE[-1]
    assert "est illisible" in failed["reason"]
    assert "reste en service" in failed["reason"]

    words = reperes("index", place.corpus, "--data-dir", place.settings.data_dir)
    assert words.code == 3
    assert f"  {SAMPLE[-1]} : " in words.out
    assert "Inchangées : 5" in words.out


def test_the_status_tells_what_is_served(
    served: Place, reperes: Callable[..., Ran], reperes_process: Callable[..., Ran]
) -> None:
    """In JSON and in words, without a model."""
    ran = reperes_process("status", "--data-dir", served.settings.data_dir, "--json")
    assert ran.code == 0
    wanted = {"documents", "passages", "generation", "built_at", "embedding_model", "dimension", "sources"}
    assert set(ran.json) == wanted
    assert (ran.json["documents"], ran.json["dimension"]) == (6, 384)
    assert ran.json["sources"] == [str(served.corpus)]
    assert "Publications   6" in reperes("status", "--data-dir", served.settings.data_dir).out


def test_one_question_in_json(served: Place, reperes_process: Callable[..., Ran]) -> None:
    """The same fields as the API gives; in words, the sentences then their sources with the page."""
    ran = reperes_process("ask", QUESTION, "--data-dir", served.settings.data_dir, "--json")
    assert ran.code == 0
    answer = AnswerOut.model_validate(ran.json)
    assert set(ran.json) == set(AnswerOut.model_fields) - {"answer_id"}  # kept by servers only
    assert "1362" in "".join(answer.answer.split())
    sentences, sources = answer_in_words(answer).split("Sources :")
    assert sentences.strip() == answer.answer
    assert "[1] " in sources
    assert re.search(r"p\. \d — notes-de-synthese/qpv-2024-population\.pdf", sources)
    bare = answer.model_copy(
        update={"citations": [answer.citations[0].model_copy(update={"publisher": "", "year": 2024})]}
    )
    assert f"{answer.citations[0].title} (2024), p. " in answer_in_words(bare)


def test_a_batch_gives_a_line_for_each_question(served: Place, reperes: Callable[..., Ran], tmp_path: Path) -> None:
    """In order, with history and filters; blank lines are passed over, a question that cannot be put is told."""
    lines: list[dict[str, object]] = [
        {"id": "1", "question": QUESTION, "label": "ignored"},
        {
            "id": "2",
            "question": "Et en 2015 ?",
            "history": [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "…"}],
        },
        {"id": "3", "question": ""},
        {"id": "4", "question": QUESTION, "filters": {"themes": ["inconnu"]}},
        {"id": "5\u2028", "question": "santé\u2028mentale", "filters": {"year_to": 1950}},
    ]
    text = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (tmp_path / "in.jsonl").write_text(f"\ufeff{text}\r\n\n", encoding="utf-8")
    output = tmp_path / "out.jsonl"
    ran = reperes(
        "ask", "--batch", tmp_path / "in.jsonl", "--output", output, "--data-dir", served.settings.data_dir,
        REPERES_PUBLIC_URL="https://reperes.exemple.fr",
    )  # fmt: skip
    assert ran.code == 0
    answers = [json.loads(line) for line in output.read_text(encoding="utf-8").split("\n") if line]
    assert [a.pop("id") for a in answers] == ["1", "2", "3", "4", "5\u2028"]
    assert all(set(a) == set(AnswerOut.model_fields) - {"answer_id"} for a in answers)
    assert answers[0]["citations"][0]["url"].startswith("https://reperes.exemple.fr/api/v1/documents/")
    assert answers[1]["retrieved"][0]["doc"].split("/")[0] == "notes-de-synthese"
    assert [(a["abstained"], a["reason"]) for a in answers[2:4]] == [(True, "invalid")] * 2
    assert answers[2]["answer"].startswith("La question est vide.")
    assert "inconnu" in answers[3]["answer"]
    assert answers[4]["abstained"]
    assert not list(tmp_path.glob("out.jsonl.*"))


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b'{"question": "Q"}',
        b'{"id": 1, "question": "Q"}',
        b'{"id": "1", "question": "Q", "history": [{}]}',
        b'{"id": "\xe9"}',
    ],
)
def test_a_bad_line_of_a_batch_is_named(line: bytes, reperes: Callable[..., Ran], tmp_path: Path) -> None:
    """Before anything is answered; no output is made, an older one is kept."""
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "1", "question": "Q"}\n\n' + line + b"\n")
    (tmp_path / "out.jsonl").write_text("ancien")
    ran = reperes("ask", "--batch", tmp_path / "in.jsonl", "--output", tmp_path / "out.jsonl")
    told(ran, 2, "in.jsonl", "ligne 3")
    assert (tmp_path / "out.jsonl").read_text() == "ancien"


def test_a_batch_that_cannot_be_read_or_written_is_told(reperes: Callable[..., Ran], tmp_path: Path) -> None:
    """No input; a folder in the place of the output; a folder that does not exist."""
    (tmp_path / "in.jsonl").write_text('{"id": "1", "question": "Q"}\n')
    told(reperes("ask", "--batch", tmp_path / "absent", "--output", tmp_path / "out"), 1, "absent", "introuvable")
    told(reperes("ask", "--batch", tmp_path / "in.jsonl", "--output", tmp_path), 1, "Impossible d’écrire")
    told(reperes("ask", "--batch", tmp_path / "in.jsonl", "--output", tmp_path / "a" / "b"), 1, "Impossible d’écrire")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "Q", "--batch", "in.jsonl"),
        ("ask", "--batch", "in.jsonl"),
        ("ask", "Q", "--inconnue"),
        ("serve", "--port", "abc"),
        ("serve", "--port", "70000"),
        ("inconnue",),
    ],
)
def test_wrong_usage_is_2(arguments: tuple[str, ...], reperes: Callable[..., Ran]) -> None:
    """And nothing on standard output."""
    ran = reperes(*arguments)
    assert (ran.code, ran.out) == (2, "")


@pytest.mark.parametrize(
    ("question", "words"), [("", "vide"), (" ?! ", "vide"), ("a" * 5000, "5000 caractères ; la limite est de 2000")]
)
def test_a_question_that_cannot_be_put_is_2(question: str, words: str, reperes: Callable[..., Ran]) -> None:
    """Before any model is loaded, even without an index."""
    told(reperes("ask", question), 2, words)


@pytest.mark.parametrize("arguments", [("ask", "Qui ?"), ("status",), ("status", "--json"), ("serve", "--port", "0")])
def test_without_an_index_the_remedy_is_told(arguments: tuple[str, ...], reperes: Callable[..., Ran]) -> None:
    """It names the folder, and the command to run."""
    told(reperes(*arguments), 1, ".reperes", "reperes index")


def test_what_fails_ends_a_process_with_its_code(reperes_process: Callable[..., Ran]) -> None:
    """As the terminal sees it: 1 for what could not be done, 2 for what was typed."""
    told(reperes_process("ask", "Qui ?"), 1, ".reperes", "reperes index")
    told(reperes_process("status", REPERES_PORT="abc"), 2, "REPERES_PORT")


def test_a_damaged_index_is_told(place: Place, reperes: Callable[..., Ran]) -> None:
    """With its remedy, by every command that reads it."""
    (place.generation / "manifest.json").write_text("")
    for arguments in (("ask", "Qui ?"), ("status",), ("serve", "--port", "0")):
        told(reperes(*arguments, "--data-dir", place.settings.data_dir), 1, "abîmé", "reperes index")


def test_an_index_of_another_model_is_told(served: Place, reperes: Callable[..., Ran]) -> None:
    """Both names, and the two ways out."""
    ran = reperes("ask", "Qui ?", "--data-dir", served.settings.data_dir, REPERES_EMBEDDING_MODEL="BAAI/bge-m3")
    told(ran, 1, "multilingual-e5-small", "BAAI/bge-m3", "reperes index", "REPERES_EMBEDDING_MODEL")


def test_a_model_that_does_not_exist_is_told(reperes: Callable[..., Ran], tmp_path: Path) -> None:
    """A folder without a model in it; nothing is published."""
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "a.md").write_text("Bonjour.")
    ran = reperes("index", tmp_path / "c", "--data-dir", tmp_path / "d", REPERES_EMBEDDING_MODEL=str(tmp_path / "c"))
    assert ran.code == 1
    assert ran.out == ""
    assert "REPERES_EMBEDDING_MODEL" in ran.err
    assert not (tmp_path / "d" / "CURRENT").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("index", "absent"), "« absent » est introuvable"),
        (("index", "c", "--data-dir", "c/a.md"), "Impossible d’écrire dans « c/a.md »"),
        (("index", "mal"), "champ « kind »"),
    ],
)
def test_an_indexing_that_cannot_begin_is_1(
    arguments: tuple[str, ...], words: str, reperes: Callable[..., Ran], tmp_path: Path
) -> None:
    """No such source, a data folder that cannot be, a wrong catalogue."""
    folder = tmp_path / "cwd"
    for name in ("c", "mal"):
        (folder / name).mkdir()
        (folder / name / "a.md").write_text("Bonjour.")
    entry = "{id: a, title: Titre, kind: roman, publisher: FTS, file: a.md}"
    (folder / "mal" / "catalogue.yaml").write_text(f"publications: [{entry}]")
    ran = reperes(*arguments, "--json")
    told(ran, 1, words)


@pytest.mark.parametrize(("name", "value"), [("REPERES_PROT", "1"), ("REPERES_PORT", "abc")])
def test_a_wrong_setting_is_2(name: str, value: str, reperes: Callable[..., Ran]) -> None:
    """Unknown, or with a value that makes no sense: named, with the page to read."""
    told(reperes("status", **{name: value}), 2, name, value, "docs/exploitation.md")


@pytest.mark.parametrize("name", ["serve", "run"])
def test_a_busy_port_is_told_at_once(name: str, served: Place, reperes: Callable[..., Ran]) -> None:
    """Before anything is indexed or loaded, with the address and another port to try."""
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        ran = reperes(name, "--port", port, "--data-dir", served.settings.data_dir)
        told(ran, 1, f"127.0.0.1:{port}", "--port 8001")


def _lines_until_ready(output: IO[str]) -> list[str]:
    lines = [""]
    while not lines[-1].startswith("Repères est prêt") and (line := output.readline()):
        lines.append(line)
    return lines


@pytest.mark.parametrize("name", ["serve", "run"])
def test_a_server_says_when_it_is_ready_and_stops_when_asked(
    name: str, place: Place, root: Path, tmp_path: Path
) -> None:
    """It prints its address once requests are answered; `run` indexes first.

    Ctrl-C ends it without a traceback, though a page is open, which holds a connection for as long as it can.
    """
    argv, env = command(root)
    place.write("de-plus.md", "# De plus\n\nLa commune a ouvert un lieu de plus.")
    sources = [str(place.corpus)] if name == "run" else []
    arguments = [*argv, name, *sources, "--port", "0", "--data-dir", str(place.settings.data_dir)]
    with (tmp_path / "err").open("w+") as err:
        running = subprocess.Popen(arguments, cwd=tmp_path, env=env, stdout=subprocess.PIPE, stderr=err, text=True)
        assert running.stdout is not None
        try:
            *report, line = _lines_until_ready(running.stdout)
            err.seek(0)
            assert line.startswith("Repères est prêt : http://127.0.0.1:"), err.read()
            assert ("de-plus.md" in "".join(report)) == (name == "run")
            with urllib.request.urlopen(f"{line.split()[-1]}/readyz", timeout=10) as response:
                assert json.load(response)["status"] == "ready"
            page = http.client.HTTPConnection(line.split()[-1].removeprefix("http://"), timeout=10)
            page.request("GET", "/")
            assert page.getresponse().read()  # and the connection stays, as a browser keeps it
        finally:
            running.send_signal(signal.SIGINT)
            code = running.wait(timeout=30)
            running.stdout.close()
        page.close()
        err.seek(0)
        assert "Traceback" not in err.read()
        assert code == 0


def test_an_interrupted_command_says_so(place: Place, root: Path) -> None:
    """Ctrl-C during an indexing: one sentence, exit code 1, the previous index goes on."""
    before = place.generation
    for n in range(8):
        place.write(f"n{n}.md", " ".join(f"La commune {n} a ouvert {m} lieux." for m in range(40)))
    argv, env = command(root)
    data_dir = place.settings.data_dir
    running = subprocess.Popen(
        [*argv, "index", str(place.corpus), "--data-dir", str(data_dir)],
        cwd=data_dir.parent,
        env={**env, "REPERES_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 100
    while not list((data_dir / "generations").glob("building-*")) and running.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (1, "")
    assert "Interrompu." in err
    assert "Traceback" not in err
    assert place.generation == before
    assert not list((data_dir / "generations").glob("building-*"))
