"""Lines that are people are counted or set aside, whatever file they stand in; ordinary tables are left as they are."""

from __future__ import annotations

import csv
import zipfile
from typing import TYPE_CHECKING

import pytest
from office_files import ods, xls
from openpyxl import Workbook, load_workbook
from survey_files import read_file

from indexer.errors import CrosstabRefused, PersonalLines, ReadingTooHeavy, UnreadableFile
from indexer.messages import REMARKS
from indexer.report import remarks
from indexer.surveys import crosstab

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from indexer.record import Read

Rows = list[list[object]]
N = 24
YES_NO = ["oui", "non", "oui"] * 8
SCALES = ["commune", "EPCI", "EPCI", "métropole"] * 6
NAMES = [
    f"{first} {last}"
    for first in ("Awa", "Inès", "Paul", "Luc")
    for last in ("Morel", "Diallo", "Roy", "Sy", "Gil", "Bo")
]
TOWNS = [f"Ville-{letter}" for letter in "abcdefghijklmnopqrstuvwx"]
SAID = [
    f"Le travail avec les habitants du quartier n° {n} demande du temps, et surtout de la confiance." for n in range(N)
]


def table(**columns: Iterable[object]) -> Rows:
    """Rows of columns, whose names are written with « _ » for a space."""
    return [[name.replace("_", " ") for name in columns], *map(list, zip(*columns.values(), strict=True))]


def numbers(prefix: str = "") -> list[object]:
    """As many numbers as lines."""
    return [f"{prefix}{n}" if prefix else n for n in range(1, N + 1)]


def book(path: Path, sheets: dict[str, Rows]) -> Path:
    """A workbook of these sheets, in the format that the name says."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(next(iter(sheets.values())))
    elif path.suffix == ".ods":
        ods(path, "".join(map(_ods_sheet, sheets, sheets.values())))
    else:
        made = Workbook()
        made.remove(made.worksheets[0])
        for name, rows in sheets.items():
            sheet = made.create_sheet(name)
            for row in rows:
                sheet.append(row)
        made.save(path)
    return path


def _ods_sheet(name: str, rows: Rows) -> str:
    cells = (
        "".join(f"<table:table-cell><text:p>{'' if cell is None else cell}</text:p></table:table-cell>" for cell in row)
        for row in rows
    )
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return f'<table:table table:name="{name}">{lines}</table:table>'


def words(read: Read) -> str:
    """All that may be found and quoted of a file."""
    return "\n".join(passage.embedded_text for passage in read.passages)


FORMS: dict[str, Rows] = {
    "numbered": table(resp_id=numbers("S"), echelle=SCALES, plan=YES_NO),
    "numbered in French": table(**{"N°_répondant": numbers(), "Échelle": SCALES, "Plan": YES_NO}),
    "google forms": table(
        Horodateur=[f"0{1 + n % 9}/03/2025 10:{n:02}" for n in range(N)],
        **{"À_quelle_échelle_travaillez-vous ?": SCALES, "Avez-vous_un_plan_écrit_et_voté ?": YES_NO},
    ),
    "limesurvey": table(
        ID_de_la_réponse=numbers(), Date_de_soumission=["2025-03-01"] * N, Dernière_page=[4] * N,
        G1Q1=SCALES, G1Q2=YES_NO,
    ),
    "microsoft forms": table(
        ID=numbers(),
        Heure_de_début=["01/03/2025 09:00"] * N, Heure_de_fin=["01/03/2025 09:10"] * N,
        Adresse_de_messagerie=["anonymous"] * N, Échelle=SCALES, Plan=YES_NO,
    ),
    "questions as headers": table(
        **{"À_quelle_échelle_travaillez-vous ?": SCALES, "Avez-vous_un_plan_écrit_et_voté ?": YES_NO}
    ),
    "title above": [["Réponses à l’enquête, une par ligne"], [], *table(code=numbers("r"), echelle=SCALES, plan=YES_NO)],
    "groups above": [
        ["Qui", None, "Quoi", None],
        *table(resp_id=numbers("S"), age=[30 + n % 40 for n in range(N)], echelle=SCALES, plan=YES_NO),
    ],
    "an empty line in the middle": [
        *(lines := table(resp_id=numbers("S"), echelle=SCALES, plan=YES_NO))[:9], [None, None, None], *lines[9:],
    ],
    "a summary beside": [
        [*row, None, *more]
        for row, more in zip(
            table(resp_id=numbers("S"), echelle=SCALES, plan=YES_NO),
            [["Plan", "Effectif"], ["oui", 16], ["non", 8], *[[None, None]] * (N - 2)],
            strict=True,
        )
    ],
    "a summary above": [
        ["Plan", "Effectif"], ["oui", 16], ["non", 8], [],
        *table(resp_id=numbers("S"), echelle=SCALES, plan=YES_NO),
    ],
    "structures that answer": table(
        structure=[f"Structure {town}" for town in TOWNS],
        **{"À_quelle_échelle_travaillez-vous ?": SCALES, "Avez-vous_un_plan_écrit_et_voté ?": YES_NO},
    ),
}  # fmt: skip
"""Answers one by one, as the tools that people use export them, or as they type them."""
AROUND = {"title above", "groups above", "a summary beside", "a summary above"}
"""Where something stands beside or above the answers, as in no CSV file."""
LISTS: dict[str, Rows] = {
    "patients": table(Nom=[name.split()[1] for name in NAMES], Date_de_naissance=["03/04/1961"] * N, Motif=SCALES),
    "born": table(Code=numbers(), **{"Né(e)_le": ["1961-04-03"] * N}),
    "participants": table(Nom=NAMES, Prénom=NAMES, Structure=TOWNS, Courriel=[f"p{n}@exemple.fr" for n in range(N)]),
    "residents": table(Nom=NAMES, Téléphone=["06 12 34 56 78"] * N, Adresse=[f"{n} rue des Lilas" for n in range(N)]),
    "full names": table(Nom_et_prénom=NAMES, Quartier=SCALES),
    "insured": table(NIR=[f"1{n:012}" for n in range(N)], Droits=YES_NO),
    "verbatim": table(**{"N°": numbers(), "Verbatim": SAID}),
}
"""Lines of people that cannot be counted."""
ORDINARY: dict[str, Rows] = {
    "years by indicators": table(Année=range(2000, 2024), CLS=range(N), ASV=range(100, 124)),
    "towns by figures": table(Commune=TOWNS, Habitants=range(5000, 5024), Part_de_moins_de_20_ans=["24 %"] * N),
    "organisations": table(
        Structure=[f"Association {town}" for town in TOWNS], Adresse=["1 rue des Lilas"] * N,
        Téléphone=["01 23 45 67 89"] * N, Courriel=[f"contact{n}@exemple.fr" for n in range(N)],
    ),
    "organisations and whom to ask for": table(
        Structure=TOWNS, Nom_du_contact=NAMES, Prénom=NAMES, Courriel=[f"c{n}@exemple.fr" for n in range(N)]
    ),
    "services by name": table(Nom=[f"Centre social {town}" for town in TOWNS], Téléphone=["01 23 45 67 89"] * N),
    "calendar": table(Date=[f"{1 + n}/03/2025" for n in range(N)], Heure_de_début=["9 h"] * N, Heure_de_fin=["12 h"] * N),
    "actions": table(Action=[f"Action {n}" for n in range(N)], Pilote=SCALES, **{"Réalisée ?": YES_NO}, Commentaires=SAID),
    "who is in charge": table(Action=TOWNS, Resp=SCALES, Échéance=["2025"] * N),
    "coordinators of territories": table(
        Territoire=TOWNS, Nom=NAMES, Prénom=NAMES, Courriel=[f"c{n}@exemple.fr" for n in range(N)]
    ),
    "who does what": table(**{"Qui ?": TOWNS, "Quoi ?": SAID, "Quand ?": SCALES}),
    "glossary": table(Sigle=[f"S{letter}" for letter in TOWNS], Définition=SAID),
    "dictionary of variables": table(Variable=["resp_id", "Date de naissance", *TOWNS[2:]], Libellé=SAID),
    "births": table(Année_de_naissance=range(1990, 2014), Effectif=range(100, 124)),
    "first names": table(Prénom=NAMES, Nombre=range(N)),
    "projects": table(Projet=TOWNS, Date_de_soumission=["01/03/2025"] * N, Montant=range(N)),
    "a team": table(Prénom=["Awa", "Inès"], Nom=["Sy", "Roy"], Fonction=["direction", "coordination"]),
    "results by theme": table(Thème=TOWNS, Effectif=range(N), Part=["12 %"] * N),
    "territories asked": table(Territoire=TOWNS, Répondants=range(10, 10 + N), Questionnaires_envoyés=range(50, 50 + N)),
}  # fmt: skip
"""Tables of things: whatever they look like, each of their lines is to be found."""


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        *((name, suffix) for name in FORMS for suffix in (".xlsx", ".ods")),
        *((name, ".csv") for name in FORMS if name not in AROUND),
    ],
)
def test_answers_one_by_one_are_counted_and_never_shown(name: str, suffix: str, tmp_path: Path) -> None:
    """Whatever tool wrote them and whatever the format: « plan » comes out as 16 yes and 8 no, and no line does."""
    read = read_file(book(tmp_path / f"fichier{suffix}", {"Feuille": FORMS[name]}), f"fichier{suffix}")
    assert read.survey is not None
    assert read.survey.computed
    assert read.document.withheld
    assert read.survey.respondents == N
    told = {q.wording.replace("Avez-vous un ", ""): q for q in read.survey.questions}
    asked = next(question for wording, question in told.items() if "plan" in wording.lower() or wording == "G1Q2")
    assert {m.label: m.count for m in asked.modalities} == {"oui": 16, "non": 8}
    for line in FORMS[name][-3:]:
        assert "\t".join(str(cell) for cell in line if cell) not in words(read)
    assert not any(f"S{n}" in words(read) for n in range(1, N + 1))


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".csv"])
@pytest.mark.parametrize("name", LISTS)
def test_lists_of_people_are_refused(name: str, suffix: str, tmp_path: Path) -> None:
    """A file that holds nothing else fails, with what to do; nothing of it is kept."""
    with pytest.raises(PersonalLines):
        read_file(book(tmp_path / f"liste{suffix}", {"Feuille": LISTS[name]}), f"liste{suffix}")


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".csv"])
@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_tables_are_left_as_they_are(name: str, suffix: str, tmp_path: Path) -> None:
    """Years, towns, directories of organisations, calendars, actions: every line is found, nothing is counted."""
    read = read_file(book(tmp_path / f"fichier{suffix}", {"Feuille": ORDINARY[name]}), f"fichier{suffix}")
    assert read.survey is None
    assert not read.document.withheld
    assert not read.document.notes
    told = words(read)
    for line in ORDINARY[name][1:]:
        assert str(line[0]) in told


@pytest.mark.parametrize("name", ["years by indicators", "towns by figures", "results by theme", "territories asked"])
def test_a_survey_may_come_with_ordinary_tables(name: str, tmp_path: Path) -> None:
    """Figures of years, towns or themes are no answers, even in a file that says that it is a survey's."""
    read = read_file(book(tmp_path / "enquete-2025.xlsx", {"Contexte": ORDINARY[name]}), "enquete-2025.xlsx")
    assert not read.document.withheld
    assert str(ORDINARY[name][-1][0]) in words(read)


def test_a_workbook_may_hold_answers_and_tables(tmp_path: Path) -> None:
    """The tables stay, as the file's own words; the answers are counted, after them."""
    sheets = {"Contexte": ORDINARY["towns by figures"], "Réponses": FORMS["numbered"], "Contacts": LISTS["residents"]}
    path = book(tmp_path / "enquete.xlsx", sheets)
    read = read_file(path, "enquete.xlsx")
    own = [p for p in read.passages if not read.document.computes(p.number)]
    computed = [p for p in read.passages if read.document.computes(p.number)]
    assert any("Ville-c" in passage.text for passage in own)
    assert not any("calculé par Repères" in passage.text for passage in own)
    assert len(computed) == 3
    assert all("par Repères" in passage.text for passage in computed)
    assert [passage.number for passage in read.passages] == list(range(len(read.passages)))
    assert "rue des Lilas" not in words(read)
    told = [REMARKS[r.code].format(**r.values) for r in remarks({"enquete.xlsx": read.document}, {})]
    assert len(told) == 1
    assert told[0].startswith("feuille « Contacts » : une ligne par personne")
    assert read.survey is not None
    crossed = crosstab(read.survey, path, "echelle", "plan")
    assert crossed.base == N


def test_answers_of_several_sheets_are_not_crossed(tmp_path: Path) -> None:
    """Each has its own respondents: the questions say which sheet they come from."""
    path = book(tmp_path / "enquete.ods", {"2024": FORMS["numbered"], "2025": FORMS["numbered"]})
    survey = read_file(path, "enquete.ods").survey
    assert survey is not None
    assert survey.respondents == 2 * N
    assert [question.wording for question in survey.questions] == [
        "2024 : echelle", "2024 : plan", "2025 : echelle", "2025 : plan",
    ]  # fmt: skip
    assert crosstab(survey, path, "echelle-2", "plan-2").base == N
    with pytest.raises(CrosstabRefused):
        crosstab(survey, path, "echelle", "plan-2")


def test_a_codebook_describes_a_sheet(tmp_path: Path) -> None:
    """The sheet that has its columns, even when nothing else says that its lines are answers."""
    sheets = {"Lisez-moi": ORDINARY["glossary"], "Données": table(quand=SCALES, choix=YES_NO, nom=NAMES)}
    path = book(tmp_path / "classeur.xlsx", sheets)
    beside = tmp_path / "classeur.codebook.yaml"
    beside.write_text('variables: {choix: {wording: "Un plan ?", labels: {oui: Oui, non: Non}}}', encoding="utf-8")
    read = read_file(path, "classeur.xlsx")
    assert read.survey is not None
    assert [question.wording for question in read.survey.questions] == ["Un plan ?"]
    assert "Awa" not in words(read)
    assert "Ville-c" in words(read)
    beside.write_text("variables: {absente: {}}", encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read_file(path, "classeur.xlsx")


def test_workbooks_of_before_2007_are_judged_too(tmp_path: Path) -> None:
    """No kept library writes one, so the small one at hand: a table as it is, and answers once a codebook says so."""
    path = xls(tmp_path / "a.xls")
    read = read_file(path, "a.xls")
    assert (read.survey, "Nord" in words(read)) == (None, True)
    path.with_name("a.codebook.yaml").write_text("variables: {Nombre: {type: numeric}}", encoding="utf-8")
    read = read_file(path, "a.xls")
    assert read.survey is not None
    assert (read.survey.respondents, read.survey.questions[0].base, "Nord" in words(read)) == (2, 2, False)


@pytest.mark.parametrize("name", ["numbered", "born"])
def test_pages_and_reports_show_no_line_of_people_either(name: str, tmp_path: Path) -> None:
    """The same table in a saved page: set aside, and told; the words around it stay."""
    rows: Sequence[Sequence[object]] = {**FORMS, **LISTS}[name]
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path = tmp_path / "page.html"
    path.write_text(
        f"<html><body><h1>Bilan</h1><p>Vingt-quatre structures ont répondu.</p><table>{cells}</table></body></html>",
        "utf-8",
    )
    read = read_file(path, "page.html")
    assert "Vingt-quatre structures" in words(read)
    assert str(rows[5][0]) + "\t" not in words(read)
    assert [code for code, _ in read.document.notes] == ["table_aside"]


def test_nothing_is_inferred_from_lines_that_are_not_shown(tmp_path: Path) -> None:
    """Neither a territory nor a date comes from what somebody answered."""
    rows = table(resp_id=numbers("S"), commune=["Marseille"] * N, plan=YES_NO)
    read = read_file(book(tmp_path / "a.xlsx", {"Feuille": rows}), "a.xlsx")
    assert read.document.metadata.territory == ""


def test_answers_beyond_the_memory_allowed_are_refused_with_that_limit(tmp_path: Path) -> None:
    """The setting, in megabytes, is what the sentence tells to raise."""
    rows = table(resp_id=range(2000), **{f"q{n}": [1] * 2000 for n in range(20)})
    with pytest.raises(ReadingTooHeavy) as caught:
        read_file(book(tmp_path / "a.xlsx", {"Feuille": rows}), "a.xlsx", megabytes=2)
    assert caught.value.values["limit"] == 2


def test_a_sheet_whose_figures_are_not_understood_is_an_ordinary_one(tmp_path: Path) -> None:
    """A hidden number of four hundred digits stops the recognition of results: told by sheet; the others keep theirs."""
    results: Rows = [["Avez-vous un plan ? (n = 20)"], ["Modalité", "Effectif"], ["Oui", 15], ["Non", 5]]
    annex: Rows = [["Nombre", "Détail"], [123456789, "caché"], [3, "énorme"]]
    path = book(tmp_path / "enquete.xlsx", {"Plan": results, "Annexe": annex})
    made = load_workbook(path)
    made["Annexe"].row_dimensions[2].hidden = True
    made.save(path)
    _replaced(path, b"<v>123456789</v>", b"<v>1" + b"0" * 400 + b"</v>")
    read = read_file(path, "enquete.xlsx")
    assert read.survey is not None
    assert [question.wording for question in read.survey.questions] == ["Avez-vous un plan ?"]
    assert "énorme" in words(read)
    assert not read.document.withheld
    told = [REMARKS[r.code].format(**r.values) for r in remarks({"enquete.xlsx": read.document}, {})]
    assert told[0].startswith("feuille « Annexe » : les chiffres n’ont pas pu être repris")


def _replaced(path: Path, before: bytes, after: bytes) -> None:
    """Other bytes in the parts of a package."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).replace(before, after) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
