"""What the publications do not tell is noted once, counted, bounded; what may speak of somebody never is."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import signal
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assistant.discretion import may_be_kept
from assistant.gaps import GAPS_NAME, Gap, Gaps, forget, noted
from indexer.errors import GapsUnavailable, GapsUnreadable, ReperesError, WritingError
from indexer.messages import sentence
from ui.cli.gaps import in_words

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = dt.date(2026, 3, 2)
TUESDAY = dt.date(2026, 3, 3)
QUESTION = "Combien d’élu·es siègent au CLSM ?"


def of(data_dir: Path) -> list[tuple[str, int]]:
    """The questions noted, and how many times."""
    return [(gap.question, gap.count) for gap in noted(data_dir)]


def test_a_question_is_noted_once_however_it_is_written(tmp_path: Path) -> None:
    """Accents, case, inclusive writing and spaces aside; with how often, its first and its last day."""
    gaps = Gaps(tmp_path, 10)
    gaps.note(QUESTION, MONDAY)
    gaps.note("combien d'elu.e.s siegent   au clsm", TUESDAY)
    gaps.note("Combien d’élu-es siègent au CLSM ??", MONDAY)
    assert noted(tmp_path) == [Gap(QUESTION, 3, MONDAY, TUESDAY)]


def test_the_most_frequent_come_first(tmp_path: Path) -> None:
    """Then the latest."""
    gaps = Gaps(tmp_path, 10)
    for text, day in [("un volet air", MONDAY), ("un volet eau", TUESDAY), ("un volet bruit", MONDAY)]:
        gaps.note(text, day)
    gaps.note("un volet bruit", MONDAY)
    assert of(tmp_path) == [("un volet bruit", 2), ("un volet eau", 1), ("un volet air", 1)]


def test_their_number_is_bounded(tmp_path: Path) -> None:
    """Those met least often go, the oldest first; the one just met stays."""
    gaps = Gaps(tmp_path, 3)
    for text in ("un volet bruit", "un volet bruit", "un volet air", "un volet air"):
        gaps.note(text, MONDAY)
    for n in range(20):
        gaps.note(f"un volet numéro {n}", MONDAY + dt.timedelta(days=n))
    assert of(tmp_path) == [("un volet air", 2), ("un volet bruit", 2), ("un volet numéro 19", 1)]


def test_a_gap_is_forgotten_after_a_year(tmp_path: Path) -> None:
    """Counted from the last time that it was met."""
    gaps = Gaps(tmp_path, 10)
    gaps.note("un volet bruit", MONDAY)
    gaps.note("un volet air", MONDAY)
    gaps.note("un volet air", MONDAY + dt.timedelta(days=200))
    gaps.note("un volet eau", MONDAY + dt.timedelta(days=366))
    assert of(tmp_path) == [("un volet air", 2), ("un volet eau", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez-moi à jeanne@exemple.fr pour le CLS",
        "Que dit www.exemple.fr/dossier du CLS ?",
        "Rappelez le 06 12 34 56 78 au sujet du CLSM",
        "Rappelez le 0612345678 au sujet du CLSM",
        "Joindre l’ASV au +33 6.12.34.56.78",
        "Le dossier 1 85 05 78 006 084 36 est-il au CLS ?",
        "Que prévoit le CLS pour une personne née le 12/03/1985 ?",
        "Mme Durand anime-t-elle un ASV ?",
        "mme durand anime-t-elle un ASV ?",
        "Que pense M. Martin des CLS ?",
        "Le docteur Martin est-il au CLSM ?",
        "Que fait Karima Benzerga dans les CLS ?",
        "Que pense Pierre Martin des CLS ?",
        "Je m’appelle Zoé, où est mon ASV ?",
        "Quel CLSM pour ma fille ?",
        "Mon médecin est-il dans le CLS ?",
        "J’ai mal, que fait le CLS ?",
        "Je souffre de solitude, que fait le CLSM ?",
        "Que fait le CLS ? " * 20,
    ],
)
def test_what_may_speak_of_somebody_is_never_noted(text: str, tmp_path: Path) -> None:
    """An address, a number, a name, a relative, a story: the whole question is left out, and no file is made."""
    Gaps(tmp_path, 10).note(text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        "Combien de CLS signés entre 2015-2020 en Seine-Saint-Denis ?",
        "Quel budget pour les 29 000 habitants du QPV en 2024 ?",
        "Je suis coordinatrice à Saint-Étienne : quel modèle de bilan de CLS ?",
        "Que dit l’ARS Île-de-France des CLSM ?",
        "Madame la préfète signe-t-elle le CLS ?",
        "Que prévoit l’article L. 1434-10 sur les CLS ?",
        "Y a-t-il un CLSM à Pierre-Bénite ?",
        "Le Contrat Local de Santé prévoit-il un volet logement ?",
    ],
)
def test_an_ordinary_question_is_noted(text: str) -> None:
    """Years, places, acronyms, functions and articles of law are nobody's."""
    assert may_be_kept(text)


def test_a_question_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    """Control characters become spaces."""
    Gaps(tmp_path, 10).note("Un volet\x1b[2J\x07 bruit\r\n?")
    assert of(tmp_path) == [("Un volet [2J bruit ?", 1)]


def test_nothing_stays_of_what_is_erased(tmp_path: Path) -> None:
    """Not even in the bytes of the file, nor in one beside it."""
    gaps = Gaps(tmp_path, 10)
    gaps.note("Un volet bruit ?")
    assert b"volet bruit" in (tmp_path / GAPS_NAME).read_bytes()
    assert forget(tmp_path) == 1
    assert noted(tmp_path) == []
    assert [path.name for path in tmp_path.iterdir()] == [GAPS_NAME]
    assert b"bruit" not in (tmp_path / GAPS_NAME).read_bytes()
    assert forget(tmp_path / "ailleurs") == 0


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    """Whatever the machine's habit is."""
    before = os.umask(0)
    try:
        Gaps(tmp_path, 10).note(QUESTION)
    finally:
        os.umask(before)
    assert (tmp_path / GAPS_NAME).stat().st_mode & 0o777 == 0o600


def test_a_damaged_file_harms_no_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is told in the log, without the question, and to whoever lists the gaps, with what to do."""
    (tmp_path / GAPS_NAME).write_bytes(b"any old thing" * 1000)
    with caplog.at_level(logging.DEBUG):
        Gaps(tmp_path, 10).note(QUESTION)
    assert "could not be noted" in caplog.text
    assert "CLSM" not in caplog.text
    for read in (noted, forget):
        with pytest.raises(GapsUnreadable):
            read(tmp_path)


@pytest.mark.parametrize("held", ["locked", "folder"])
def test_a_sound_file_is_never_to_be_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, held: str) -> None:
    """What another process holds, or what the system cannot read, is told in the system's words."""
    monkeypatch.setattr("assistant.gaps.WAIT_SECONDS", 0.05)
    path = tmp_path / GAPS_NAME
    if held == "folder":
        path.mkdir()
    with contextlib.closing(sqlite3.connect(":memory:" if held == "folder" else path)) as other:
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN EXCLUSIVE")
        for read in (noted, forget):
            with pytest.raises((GapsUnavailable, WritingError)) as told:
                read(tmp_path)
            assert "Supprimez" not in sentence(told.value)
        with pytest.raises(GapsUnavailable, match="locked" if held == "locked" else "directory"):
            noted(tmp_path)


def test_a_folder_that_is_not_there_harms_no_answer(tmp_path: Path) -> None:
    """Nothing is made of it."""
    Gaps(tmp_path / "ailleurs", 10).note(QUESTION)
    assert noted(tmp_path / "ailleurs") == []
    assert not (tmp_path / "ailleurs").exists()


def test_a_file_that_somebody_else_holds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Erasing then fails, in words; listing goes on."""
    monkeypatch.setattr("assistant.gaps.WAIT_SECONDS", 0.05)
    Gaps(tmp_path, 10).note(QUESTION)
    holding = sqlite3.connect(tmp_path / GAPS_NAME)
    holding.execute("BEGIN IMMEDIATE")
    with pytest.raises(ReperesError):
        forget(tmp_path)
    assert of(tmp_path) == [(QUESTION, 1)]
    holding.close()


NOTING = """
import sys, pathlib
from assistant.gaps import Gaps
gaps = Gaps(pathlib.Path(sys.argv[1]), 1000)
for n in range(int(sys.argv[2])):
    gaps.note("un volet bruit")
    gaps.note(f"un volet numéro {n}")
    print(n, flush=True)
"""


def noting(folder: Path, root: Path, times: int) -> subprocess.Popen[str]:
    """Another process that notes the same questions."""
    argv = [sys.executable, "-c", NOTING, str(folder), str(times)]
    return subprocess.Popen(argv, cwd=root, stdout=subprocess.PIPE, text=True)


def test_several_processes_note_at_once(tmp_path: Path, root: Path) -> None:
    """None loses what another counts."""
    running = [noting(tmp_path, root, 10) for _ in range(3)]
    for process in running:
        process.communicate(timeout=200)
        assert process.returncode == 0
    told = dict(of(tmp_path))
    assert told.pop("un volet bruit") == 30
    assert set(told.values()) == {3}
    assert len(told) == 10


def test_a_process_that_is_killed_loses_nothing_noted(tmp_path: Path, root: Path) -> None:
    """Whenever it is: what it said to have noted is there, and more can be."""
    process = noting(tmp_path, root, 100_000)
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(20)]
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    assert len(said) == 20
    before = dict(of(tmp_path))
    assert before["un volet bruit"] >= 20
    assert {f"un volet numéro {n}" for n in range(20)} <= set(before)
    Gaps(tmp_path, 1000).note("un volet bruit")
    assert dict(of(tmp_path))["un volet bruit"] == before["un volet bruit"] + 1


def test_the_list_reads_as_a_table() -> None:
    """Columns that line up, a sentence when there is nothing."""
    first, second = in_words(
        [Gap("Un volet bruit ?", 12, MONDAY, TUESDAY), Gap("Et l’air ?", 1, MONDAY, MONDAY)]
    ).split("\n")[1:]
    assert first == "  12  2026-03-02  2026-03-03  Un volet bruit ?"
    assert second == "   1  2026-03-02  2026-03-02  Et l’air ?"
    assert in_words([]) == "Aucune question restée sans réponse n’est notée."
