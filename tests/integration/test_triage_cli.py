"""`reperes triage` and its kin as they are typed: one message, batches, the queue, the rights of persons."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from typing import TYPE_CHECKING

import pytest
from fakes import FakeDesk
from openpyxl import load_workbook
from places import command
from typer.testing import CliRunner

from assistant.solicitations.kept import Source
from assistant.solicitations.reception import Reception
from assistant.solicitations.store import Solicitations
from assistant.triage.contract import triage_out
from assistant.triage.in_words import in_words
from assistant.triage.messages import from_text
from indexer.errors import InvalidBatchLine, ReperesError, SourceNotFound
from ui.cli.app import app
from ui.cli.triage import answered, read_batch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from places import Place, Ran

MAIL = (
    "De : Jeanne Prévost <jeanne@exemple.fr>\nDate : 3 mars 2026\nObjet : Population des quartiers\n\n"
    "Bonjour,\n\nCombien de quartiers prioritaires de la politique de la ville la France compte-t-elle en 2024 ? "
    "Il me faudrait la réponse avant le 20 mars 2026.\n\nJeanne Prévost\nCoordinatrice du contrat local de santé\n"
)
CONTRACT = [
    *("id", "category", "secondary", "confidence", "requester_type", "themes", "territory", "territory_code"),
    *("deadline", "event_date", "needs_human", "summary", "resources", "draft", "latency_s"),
]


def typed(*arguments: object) -> tuple[int, str]:
    """Exit code and words of a command run in this process; errors of ours are raised."""
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(done.exception, ReperesError):
        raise done.exception
    return done.exit_code, done.output


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder whose queue holds two messages."""
    queue = Solicitations(tmp_path / "data" / "solicitations.sqlite")
    reception = Reception(FakeDesk, lambda: queue)
    for text in (MAIL, "De : b@exemple.fr\nDate : 4 mars 2026\nObjet : A1 offre\n\nBonjour, une offre à relayer."):
        reception.receive(from_text(text, queue.clock().date()), Source.CLI)
    queue.close()
    return tmp_path / "data"


@pytest.mark.parametrize("name", ["train", "templates", "pull", "watch", "list"])
def test_a_word_that_is_a_command_is_that_command(name: str) -> None:
    """And not a file."""
    code, out = typed("triage", name, "--help")
    assert code == 0
    assert f"triage {name}" in out


@pytest.mark.parametrize(
    "arguments",
    [["absent.eml"], ["--json", "absent.eml"], ["./train"], ["message", "train"]],
    ids=["file", "option-first", "folder", "named"],
)
def test_anything_else_is_a_file(arguments: list[str]) -> None:
    """A file that is called as a command is given with its folder."""
    with pytest.raises(SourceNotFound) as caught:
        typed("triage", *arguments)
    assert caught.value.values["path"] in ("absent.eml", "train")


def test_help_tells_of_both(tmp_path: Path) -> None:
    """The file and the commands."""
    code, out = typed("triage", "--help")
    assert code == 0
    assert all(word in out for word in ("FICHIER", "train", "pull", "watch", "templates"))


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--json"],
        ["a.eml", "--batch", "b.jsonl"],
        ["--batch", "b.jsonl"],
        ["--batch", "b", "--output", "c", "--save"],
    ],
    ids=["nothing", "only-an-option", "both", "no-output", "save"],
)
def test_what_makes_no_sense_is_a_matter_of_usage(arguments: list[str]) -> None:
    """Exit code 2, before anything is loaded."""
    assert typed("triage", *arguments)[0] == 2


def test_a_message_is_told_alerts_first() -> None:
    """What to do and not to do, then what it is, then what to send and say."""
    message = from_text("Objet : aide\n\nBonjour, une personne est en danger.", dt.date(2026, 3, 3))
    words = in_words(triage_out(FakeDesk().triage(message), 0.1))
    order = [words.index(each) for each in ("À FAIRE", "À NE PAS FAIRE", "Catégorie", "« Une citation. »", "Brouillon")]
    assert order == sorted(order)
    assert "Creil, Oise, Hauts-de-France [COM-60175]" in words
    assert "[1] Évaluer un CLS, p. 4" in words


def test_batch_lines_are_read_leniently_and_named_when_wrong(tmp_path: Path) -> None:
    """Labels beside the message, a byte-order mark, blank lines, numbers as ids; the line that is none is named."""
    path = tmp_path / "in.jsonl"
    path.write_bytes('\ufeff{"id": 1, "email": {"subject": null}, "labels": {}}\n\n'.encode())
    assert [line.id for line in read_batch(path)] == ["1"]
    for wrong in ("[]", '{"id": "1"}', '{"id": "1", "email": "x"}', "x"):
        path.write_text(f'{{"id": "1", "email": {{}}}}\n{wrong}\n', encoding="utf-8")
        with pytest.raises(InvalidBatchLine) as caught:
            list(read_batch(path))
        assert caught.value.values["line"] == 2


def test_a_message_without_a_word_gets_a_line(tmp_path: Path) -> None:
    """For a person to look at, with why."""
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": "1", "email": {}}\n', encoding="utf-8")
    (line,) = read_batch(path)
    told = answered(line, FakeDesk())
    assert list(told)[: len(CONTRACT) - 1] == CONTRACT[1:]
    assert (told["needs_human"], told["abstained"]) == (True, True)
    assert "ni texte" in str(told["error"])


def test_a_real_message_is_triaged(place: Place, reperes: Callable[..., Ran], tmp_path: Path) -> None:
    """From a file, in words; nothing is kept, not even a database."""
    (tmp_path / "mail.txt").write_text(MAIL, encoding="utf-8")
    ran = reperes("triage", tmp_path / "mail.txt", "--data-dir", place.settings.data_dir)
    assert ran.code == 0, ran
    assert "Catégorie" in ran.out
    assert "2026-03-20" in ran.out
    assert not list(place.settings.data_dir.glob("solicitations*"))
    assert not list(place.settings.data_dir.glob("gaps*"))


def test_standard_input_and_the_queue(place: Place, root: Path, tmp_path: Path) -> None:
    """`-` reads it; `--json` is one object; `--save` puts it in the queue."""
    argv, env = command(root)
    arguments = [*argv, "triage", "-", "--json", "--save", "--data-dir", str(place.settings.data_dir)]
    done = subprocess.run(
        arguments, input=MAIL.encode(), env=env, cwd=tmp_path, capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert list(json.loads(done.stdout))[: len(CONTRACT) - 1] == CONTRACT[1:]
    assert "Mis dans la file : S-2026-0001." in done.stderr.decode()


def test_a_batch_is_complete_or_not_there(place: Place, reperes: Callable[..., Ran], tmp_path: Path) -> None:
    """One line for each line, in order; nothing at all when one is no message line."""
    batch, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    email = {"from": "a@exemple.fr", "date": "2026-03-03", "subject": "ASV", "body_text": "Qu’est-ce qu’un ASV ?"}
    lines = [{"id": "m-1", "email": email}, {"id": "m-2", "email": {}}, {"id": "m-3", "email": {**email, "date": ""}}]
    batch.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    ran = reperes("triage", "--batch", batch, "--output", output, "--data-dir", place.settings.data_dir)
    assert ran.code == 0, ran
    written = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in written] == ["m-1", "m-2", "m-3"]
    assert all(list(line)[: len(CONTRACT)] == CONTRACT for line in written)
    assert not list(place.settings.data_dir.glob("solicitations*"))
    batch.write_text("x", encoding="utf-8")
    output.unlink()
    wrong = reperes("triage", "--batch", batch, "--output", output, "--data-dir", place.settings.data_dir)
    assert (wrong.code, output.exists()) == (2, False)


def test_the_queue_is_listed(data_dir: Path) -> None:
    """In words and in JSON, without loading a model."""
    code, out = typed("triage", "list", "--data-dir", data_dir)
    assert code == 0
    assert "S-2026-0001" in out
    assert "2 sur 2" in out
    rows = json.loads(typed("triage", "list", "--json", "--text", "offre", "--data-dir", data_dir)[1])
    assert [row["category"] for row in rows] == ["A1"]
    assert "Rien à traiter" in typed("triage", "list", "--text", "introuvable", "--data-dir", data_dir)[1]


def test_a_person_is_erased_only_once_it_is_confirmed(data_dir: Path, tmp_path: Path) -> None:
    """The preview comes first, and what was erased is found no more."""
    where = ("--person", "Jeanne Prévost", "--data-dir", data_dir)
    copy = tmp_path / "copie.json"
    assert typed("gdpr", "export", *where, "--output", copy)[0] == 0
    assert "jeanne@exemple.fr" in copy.read_text(encoding="utf-8")
    preview = typed("gdpr", "erase", *where)[1]
    assert "S-2026-0001" in preview
    assert "--yes" in preview
    assert "S-2026-0001" in typed("gdpr", "export", *where)[1]
    assert "1 message(s) anonymisé(s)" in typed("gdpr", "erase", *where, "--yes")[1]
    assert "Rien n’est gardé" in typed("gdpr", "export", *where)[1]


def test_the_directory_is_imported_whole_or_not_at_all(data_dir: Path, tmp_path: Path) -> None:
    """The line at fault is named."""
    path = tmp_path / "annuaire.csv"
    path.write_text("name;themes\nUn;\nDeux;inconnu\n", encoding="utf-8")
    with pytest.raises(ReperesError) as caught:
        typed("directory", "import", path, "--data-dir", data_dir)
    assert caught.value.values["line"] == 3
    path.write_text("name;themes\nUn;\nDeux;evaluation\n", encoding="utf-8")
    assert "2 ajouté(s)" in typed("directory", "import", path, "--data-dir", data_dir)[1]


def test_the_figures_are_told_or_written(data_dir: Path, tmp_path: Path) -> None:
    """A paragraph, a workbook, a CSV file; another suffix, or no day, is refused."""
    period = ("--from", "2026-01-01", "--to", "2026-12-31", "--data-dir", data_dir)
    assert "2\u00a0sollicitations" in typed("statistics", *period)[1]
    for name in ("a.xlsx", "a.csv"):
        assert typed("statistics", *period, "--output", tmp_path / name)[0] == 0
    assert load_workbook(tmp_path / "a.xlsx").worksheets[0].max_row > 3
    assert typed("statistics", *period, "--output", tmp_path / "a.pdf")[0] == 2
    assert typed("statistics", "--from", "hier", "--data-dir", data_dir)[0] == 2


def test_the_templates_are_copied_and_checked(tmp_path: Path) -> None:
    """Those already there are left alone; one that cannot serve is told with its line."""
    folder = tmp_path / "modeles"
    assert typed("triage", "templates", folder)[0] == 0
    first = next(folder.glob("A1*"))
    first.write_text("{% if %}", encoding="utf-8")
    code, out = typed("triage", "templates", folder, "--check")
    assert code == 1
    assert first.name in out
    assert typed("triage", "templates")[0] == 2


def test_a_mailbox_that_is_not_set_is_told(reperes: Callable[..., Ran]) -> None:
    """With the name of the setting, before the index and the models are opened: here there are none."""
    ran = reperes("triage", "pull")
    assert ran.code == 2
    assert "REPERES_IMAP_HOST" in ran.err
