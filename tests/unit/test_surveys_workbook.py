"""Published results of surveys are recognised in the layouts that people use, and nothing else is taken for one."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from survey_files import read_survey

from indexer.documents import Metadata
from indexer.errors import SourceError, UnreadableFile
from indexer.surveys import check, load_surveys, save_surveys
from indexer.surveys.figures import find_base, parse_figure
from indexer.surveys.model import MismatchReason, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from indexer.surveys import Survey
    from indexer.surveys.model import SurveyQuestion

Rows = list[list[object]]

BLOCK: Rows = [
    ["Q1. Avez-vous un plan écrit ?"],
    ["Base : 34 structures"],
    ["Modalité", "Effectif", "Part"],
    ["Oui", 26, 0.765],
    ["Non", 8, 0.235],
    ["Total", 34, 1],
]


def workbook(path: Path, sheets: dict[str, Rows], formats: dict[str, str] | None = None) -> Path:
    """A workbook; `formats` are number formats by column letter, « 0.0% » for C unless told."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for letter, number_format in ({"C": "0.0%"} if formats is None else formats).items():
            for cell in sheet[letter]:
                cell.number_format = number_format
    book.save(path)
    return path


def csv_file(path: Path, rows: Rows, delimiter: str = ";") -> Path:
    """A CSV file of the same."""
    text = "\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


def ods(path: Path, name: str, rows: Sequence[Sequence[str]], repeated: int = 1) -> Path:
    """An OpenDocument spreadsheet of one sheet, its cells as shown; after them `repeated` empty rows and columns."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        + f'<table:table-cell table:number-columns-repeated="{repeated}"/></table:table-row>'
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}">{cells}<table:table-row table:number-rows-repeated="{repeated}">'
        "<table:table-cell/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def recognised(path: Path, title: str = "Résultats") -> Survey:
    """The survey of a file that holds one."""
    survey = read_survey(path, path.name, Metadata(title=title, year=2026))
    assert survey is not None
    return survey


def figures(question: SurveyQuestion) -> list[tuple[str, int | None, float | None, str]]:
    """Label, count, share as printed and cell of each modality."""
    return [(m.label, m.count, m.share, m.cell) for m in question.modalities]


def test_a_block_gives_wording_base_counts_shares_and_cells(tmp_path: Path) -> None:
    """The total row is no answer; « Q1 » is the question's name; the population follows the base."""
    survey = recognised(workbook(tmp_path / "a.xlsx", {"Q1": BLOCK}))
    (question,) = survey.questions
    assert (question.id, question.wording, question.base) == ("Q1", "Avez-vous un plan écrit ?", 34)
    assert (question.population, question.kind, question.cell) == ("structures", QuestionKind.SINGLE, "Q1!A1")
    assert figures(question) == [("Oui", 26, 0.765, "Q1!C4"), ("Non", 8, 0.235, "Q1!C5")]
    assert [m.printed for m in question.modalities] == ["76,5\u00a0%", "23,5\u00a0%"]
    assert question.modalities[0].recomputed == 26 / 34
    assert (survey.respondents, survey.population, survey.year) == (34, "structures", 2026)
    assert check(survey) == ()


@pytest.mark.parametrize(
    ("rows", "base"),
    [
        pytest.param([["Avez-vous un plan ? (n = 34)"], ["Réponse", "Nb", "%"], ["Oui", 26, "76,5 %"]], 34, id="title"),
        pytest.param([["Avez-vous un plan ?"], ["Réponse", "Effectif (n = 34)"], ["Oui", 26], ["Non", 8]], 34, id="header"),
        pytest.param([["Avez-vous un plan ?"], ["Oui", 26, "76,5 %"], ["Non", 8, "23,5 %"], ["Base : 34 répondants"]], 34, id="below"),
        pytest.param([["Avez-vous un plan ?"], ["Oui", "26/34"], ["Non", "8/34"]], 34, id="ratio"),
        pytest.param([["Avez-vous un plan ?"], ["Réponse", "Nombre (%)"], ["Oui", "26 (76,5 %)"], ["Total", "34 (100 %)"]], 34, id="together"),
        pytest.param([["Avez-vous un plan ?"], ["Réponse", "Part"], ["Oui", "76,5 %"], ["Effectif total", 34]], None, id="no-count"),
        pytest.param([["Question :", "Avez-vous un plan ?"], ["Base :", 34], ["Modalité", "Effectif", "%"], ["Oui", 26, 76.5]], 34, id="pairs"),
        pytest.param([["Répartition des 34 répondants par plan"], ["Plan", "Effectif"], ["Oui", 26], ["Non", 8]], 34, id="prose"),
        pytest.param([["Avez-vous un plan ?"], [], ["Modalité", "Effectif", "Part"], ["Oui", 26, 0.765], ["Ensemble des répondants", 34, 1]], 34, id="gap"),
    ],
)  # fmt: skip
def test_a_base_is_found_wherever_people_write_it(rows: Rows, base: int | None, tmp_path: Path) -> None:
    """In the title, the header, under the table, in each cell, in a total row, in a pair of cells; or nowhere."""
    (question,) = recognised(workbook(tmp_path / "a.xlsx", {"Feuille": rows}, {})).questions
    assert question.base == base
    assert question.modalities[0].label == "Oui"
    assert "plan" in question.wording
    assert question.modalities[0].count == (26 if base else None)


@pytest.mark.parametrize(
    ("cells", "shares"),
    [
        (["76,5 %", "23,5 %"], [0.765, 0.235]),
        ([76.5, 23.5], [0.765, 0.235]),
        ([0.765, 0.235], [0.765, 0.235]),
        (["0,765", "0,235"], [0.765, 0.235]),
        ([1, 0], [0.01, 0.0]),
        ([0.4, 0.6], [0.4, 0.6]),
    ],
)
def test_shares_are_fractions_however_they_are_printed(
    cells: list[object], shares: list[float], tmp_path: Path
) -> None:
    """Percent signs, percents without one, fractions; « 1 % » and « 0 % » are not everybody and nobody."""
    rows: Rows = [["Avez-vous un plan ? (n = 1000)"], ["Modalité", "%"], ["Oui", cells[0]], ["Non", cells[1]]]
    (question,) = recognised(workbook(tmp_path / "a.xlsx", {"A": rows}, {})).questions
    assert [m.share for m in question.modalities] == pytest.approx(shares)


def test_several_questions_on_a_sheet(tmp_path: Path) -> None:
    """One under the other, with or without an empty row, and side by side under an empty column."""
    rows: Rows = [
        ["Q1 – Avez-vous un plan ?", None, None, None, "Q2 – Qui le suit ? (n = 20)"],
        ["Base : 10 structures"],
        ["Modalité", "Effectif", None, None, "Modalité", "Effectif"],
        ["Oui", 7, None, None, "Une équipe", 15],
        ["Non", 3, None, None, "Personne", 5],
        [],
        ["Q3 – Est-il public ?"],
        ["Modalité", "Effectif"],
        ["Oui", 4],
        ["Non", 6],
        ["n = 10"],
        ["Q4 – Est-il relu ?"],
        ["Modalité", "Effectif"],
        ["Oui", 1],
        ["Non", 9],
        ["n = 10"],
    ]
    survey = recognised(workbook(tmp_path / "a.xlsx", {"Toutes": rows}, {}))
    told = {q.id: (q.wording, q.base, figures(q)[0][:2]) for q in survey.questions}
    assert told == {
        "Q1": ("Avez-vous un plan ?", 10, ("Oui", 7)),
        "Q2": ("Qui le suit ?", 20, ("Une équipe", 15)),
        "Q3": ("Est-il public ?", 10, ("Oui", 4)),
        "Q4": ("Est-il relu ?", 10, ("Oui", 1)),
    }


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "ods"])
def test_long_format_is_read_in_every_kind_of_file(suffix: str, tmp_path: Path) -> None:
    """A question's cell is repeated, or empty under a merged one; its base is in a column of its own."""
    rows: Rows = [
        ["Question", "Modalité", "Effectif", "Part", "Base"],
        ["Avez-vous un plan ?", "Oui", "26", "76,5 %", "34"],
        ["", "Non", "8", "23,5 %", "34"],
        ["Quels outils ? (plusieurs réponses possibles)", "Charte", "20", "66,7 %", "30"],
        ["Quels outils ? (plusieurs réponses possibles)", "Convention", "15", "50,0 %", "30"],
    ]
    path = tmp_path / f"a.{suffix}"
    texts = [[str(cell) for cell in row] for row in rows]
    path = {"xlsx": lambda: workbook(path, {"A": rows}, {}), "csv": lambda: csv_file(path, rows),
            "ods": lambda: ods(path, "A", texts, 16_000)}[suffix]()  # fmt: skip
    first, second = recognised(path).questions
    sheet = "" if suffix == "csv" else "A!"
    assert (first.wording, first.base, first.multiple_choice) == ("Avez-vous un plan ?", 34, False)
    assert figures(first) == [("Oui", 26, 0.765, f"{sheet}D2"), ("Non", 8, 0.235, f"{sheet}D3")]
    assert (second.base, second.multiple_choice, len(second.modalities)) == (30, True, 2)
    assert check(recognised(path)) == ()


def test_a_base_that_is_not_printed_is_marked_as_computed(tmp_path: Path) -> None:
    """The counts are added up only when the shares say that they are all there."""
    rows: Rows = [["Question", "Réponse", "Effectif", "Part"], ["Un plan ?", "Oui", 3, "75 %"], ["", "Non", 1, "25 %"]]
    (question,) = recognised(csv_file(tmp_path / "a.csv", rows)).questions
    assert (question.base, question.base_stated) == (4, False)
    rows[-1] = ["", "Non", 1, "20 %"]
    (question,) = recognised(csv_file(tmp_path / "b.csv", rows)).questions
    assert question.base is None
    assert question.modalities[0].recomputed is None


def test_the_published_indicators_of_the_corpus(root: Path) -> None:
    """Nine indicators, K1 to K9: exact figures where there are, words where there are none, each with its cell."""
    path = root / "corpus/enquetes/enquete-qpv-cls-2025-resultats.xlsx"
    title = "Enquête 2025 sur la place des QPV dans les CLS : résultats publiés"
    survey = recognised(path, title)
    assert (survey.respondents, survey.year, survey.synthetic, survey.computed) == (130, 2025, False, False)
    assert [q.id for q in survey.questions] == [f"K{n}" for n in range(1, 10)]
    assert {q.kind for q in survey.questions} == {QuestionKind.INDICATOR}
    told = {q.id: q.modalities[0] for q in survey.questions}
    assert (told["K1"].count, told["K1"].cell) == (130, "Résultats!C4")
    assert (told["K2"].share, told["K2"].printed, told["K2"].cell) == (0.4, "40\u00a0%", "Résultats!C5")
    assert (told["K3"].count, told["K3"].share, told["K3"].printed) == (None, None, "près de la moitié")
    assert survey.questions[1].base is None


NOT_SURVEYS: dict[str, Rows] = {
    "budget": [
        ["Budget prévisionnel 2026"],
        ["Poste", "Montant", "Part"],
        ["Salaires", 26000, 0.765],
        ["Frais", 8000, 0.235],
        ["Total", 34000, 1],
    ],
    "contacts": [
        ["Nom", "Fonction", "Téléphone", "Mail"],
        ["Camille A.", "Coordination", "0100000000", "a@exemple.fr"],
        ["Dominique B.", "Élue", "0100000001", "b@exemple.fr"],
    ],
    "population": [
        ["Population des communes"],
        ["Commune", "Nombre d’habitants", "Part"],
        ["Commune A", 2600, 0.765],
        ["Commune B", 800, 0.235],
        ["Total", 3400, 1],
    ],
    "key figures": [
        ["Tableau 1 – Chiffres clés"],
        ["Indicateur", "Valeur", "Unité", "Année"],
        ["Structures ouvertes", 130, "structures", 2023],
        ["Part couverte", "40 %", "des structures", 2023],
    ],
    "calendar": [["Date", "Réunion", "Nombre"], ["3/12/2025", "Comité", 12], ["4/12/2025", "Bureau", 5]],
    "statistics": [
        ["Répartition des structures par type"],
        ["Type", "Effectif", "%"],
        ["Publique", 26, 76.5],
        ["Privée", 8, 23.5],
        ["Total", 34, 100],
    ],
    "questions and answers": [
        ["Question", "Réponse"],
        ["Qui contacter ?", "Le secrétariat."],
        ["Quand ?", "Le lundi."],
    ],
    "words": [["Bonjour"], [], ["Rien ici"]],
}


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", NOT_SURVEYS)
def test_what_is_no_survey_is_recognised_as_nothing(kind: str, suffix: str, tmp_path: Path) -> None:
    """Budgets, address lists, statistics of population, key figures, calendars: better nothing than nonsense."""
    path = tmp_path / f"{kind.replace(' ', '-')}.{suffix}"
    rows = NOT_SURVEYS[kind]
    path = workbook(path, {"Feuille": rows}) if suffix == "xlsx" else csv_file(path, rows)
    assert read_survey(path, path.name, Metadata(title=kind)) is None


@pytest.mark.parametrize("doc", ["reperes-pratiques/chiffres-qpv-et-clsm.xlsx", "reperes-pratiques/sigles.csv"])
def test_the_other_tables_of_the_corpus_are_no_surveys(doc: str, root: Path) -> None:
    """Key figures quoted from many sources, and a list of acronyms."""
    assert read_survey(root / "corpus" / doc, doc, Metadata(title=doc)) is None


def test_the_same_statistics_in_a_survey_are_one(tmp_path: Path) -> None:
    """A title that says « enquête » is enough with shares that agree with their total."""
    path = workbook(tmp_path / "a.xlsx", {"Feuille": NOT_SURVEYS["statistics"]}, {})
    survey = recognised(path, "Enquête 2024 auprès des structures")
    assert [q.wording for q in survey.questions] == ["Répartition des structures par type"]
    assert (survey.questions[0].base, survey.year) == (34, 2024)


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        ([["60 %", "40 %"], ["25 %", "75 %"]], (None, 0.6)),
        ([[0.6, 0.4], [0.25, 0.75]], (None, 0.6)),
        ([[60, 40], [25, 75]], (None, 0.6)),
        ([[12, 8], [5, 15]], (12, None)),
        ([["12 (60 %)", "8 (40 %)"], ["5 (25 %)", "15 (75 %)"]], (12, 0.6)),
    ],
)
def test_a_battery_is_a_question_a_row(cells: Rows, first: tuple[int | None, float | None], tmp_path: Path) -> None:
    """Items in rows, answers in columns: shares or counts, each with its cell."""
    title = "Que pensez-vous de ces outils ? (n = 20)"
    rows: Rows = [[title], ["Outil", "Utile", "Inutile"], ["La charte", *cells[0]], ["Le guide", *cells[1]]]
    charter, guide = recognised(workbook(tmp_path / "a.xlsx", {"A": rows}, {})).questions
    assert charter.wording == "Que pensez-vous de ces outils ? — La charte"
    assert (charter.base, guide.base) == (20, 20)
    useful = charter.modalities[0]
    assert (useful.label, useful.count, useful.share, useful.cell) == ("Utile", *first, "A!B3")
    assert useful.recomputed == (None if first[0] is None else 0.6)


def test_columns_that_do_not_add_up_are_no_battery(tmp_path: Path) -> None:
    """Groups side by side, each with its own hundred per cent: not a question a row."""
    rows: Rows = [
        ["Avez-vous un plan ? (n = 20)"],
        ["Réponse", "En ville", "À la campagne"],
        ["Oui", "80 %", "30 %"],
        ["Non", "20 %", "70 %"],
    ]
    path = workbook(tmp_path / "a.xlsx", {"A": rows}, {})
    assert read_survey(path, "a.xlsx", Metadata(title="a")) is None


def test_a_hidden_sheet_is_no_content(tmp_path: Path) -> None:
    """What a reader of the workbook does not see is not told."""
    path = workbook(tmp_path / "a.xlsx", {"Q1": BLOCK, "Q2": BLOCK})
    from openpyxl import load_workbook

    book = load_workbook(path)
    book["Q2"].sheet_state = "hidden"
    book.save(path)
    assert len(recognised(path).questions) == 1


@pytest.mark.parametrize(
    ("count", "printed", "reason"),
    [
        (26, "76,5 %", None),
        (26, "76 %", None),
        (26, "77 %", MismatchReason.SHARE),
        (26, "76,47 %", None),
        (26, "76,4 %", MismatchReason.SHARE),
        (26, "67,5 %", MismatchReason.SHARE),
        (36, "76,5 %", MismatchReason.COUNT),
    ],
)
def test_a_share_that_its_count_contradicts_is_told(
    count: int, printed: str, reason: MismatchReason | None, tmp_path: Path
) -> None:
    """Within half a unit of its last printed digit it agrees; nothing is corrected."""
    rows: Rows = [
        ["Un plan ? (n = 34)"],
        ["Modalité", "Effectif", "Part"],
        ["Oui", count, printed],
        ["Non", 8, "23,5 %"],
    ]
    survey = recognised(workbook(tmp_path / "a.xlsx", {"A": rows}, {}))
    found = [m for m in check(survey) if m.reason is not MismatchReason.SUM]
    assert [m.reason for m in found] == ([reason] if reason else [])
    assert survey.questions[0].modalities[0].printed == printed
    if reason:
        assert (found[0].modality, found[0].cell, found[0].printed) == ("Oui", "A!C3", printed)
        assert found[0].recomputed == pytest.approx(count / 34)


@pytest.mark.parametrize(
    ("title", "shares", "wrong"),
    [
        ("Un plan ? (n = 100)", ["60 %", "50 %"], True),
        ("Quels plans ? Plusieurs réponses possibles (n = 100)", ["60 %", "50 %"], False),
        ("Un plan ? (n = 100)", ["60 %", "40 %"], False),
        ("Un plan ? (n = 100)", ["33,4 %", "33,4 %", "33,3 %"], False),
        ("Un plan ? (n = 100)", ["33 %", "33 %"], False),
    ],
)
def test_a_single_choice_of_more_than_everybody_is_told(
    title: str, shares: list[str], wrong: bool, tmp_path: Path
) -> None:
    """Beyond what rounding explains; where several answers were possible it is no mistake."""
    rows: Rows = [[title], ["Modalité", "Part"], *([f"Réponse {n}", share] for n, share in enumerate(shares))]
    found = check(recognised(workbook(tmp_path / "a.xlsx", {"A": rows}, {})))
    assert [(m.reason, m.printed) for m in found] == ([(MismatchReason.SUM, "110,0\u00a0%")] if wrong else [])


def test_surveys_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    """One list for all; an empty one too; a damaged one is told."""
    survey = recognised(workbook(tmp_path / "a.xlsx", {"Q1": BLOCK}))
    save_surveys(tmp_path, (survey, replace(survey, doc="b.xlsx")))
    assert load_surveys(tmp_path) == (survey, replace(survey, doc="b.xlsx"))
    save_surveys(tmp_path, ())
    assert load_surveys(tmp_path) == ()


def test_questions_have_names_that_an_address_can_hold(tmp_path: Path) -> None:
    """Repeated ones are told apart; slashes and spaces are replaced."""
    rows: Rows = [
        ["Réf.", "Question", "Modalité", "Effectif"],
        ["A/1 b", "Un plan ?", "Oui", 3],
        ["A/1 b", "Et ?", "Oui", 3],
    ]
    survey = recognised(csv_file(tmp_path / "a.csv", rows))
    assert [q.id for q in survey.questions] == ["A-1-b", "A-1-b-2"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_file_that_is_not_what_it_says_is_unreadable(suffix: str, tmp_path: Path) -> None:
    """Not a zip archive, or one without the parts that it should have."""
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(UnreadableFile):
        read_survey(path, "a", Metadata(title="a"))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("other.xml", "<a/>")
    with pytest.raises(UnreadableFile):
        read_survey(path, "a", Metadata(title="a"))


def test_a_sheet_of_entities_is_refused_or_empty(tmp_path: Path) -> None:
    """A « billion laughs » in an OpenDocument sheet unfolds into nothing."""
    path = tmp_path / "a.ods"
    bomb = '<!DOCTYPE a [<!ENTITY b "haha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", bomb)
    with suppress(SourceError):
        assert read_survey(path, "a", Metadata(title="a")) is None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 5000), byte=st.integers(0, 255), length=st.integers(1, 40))
def test_a_damaged_workbook_never_breaks_out(position: int, byte: int, length: int, tmp_path: Path) -> None:
    """Bytes overwritten anywhere: results, nothing, or an error of ours."""
    path = workbook(tmp_path / "a.xlsx", {"Q1": BLOCK})
    data = bytearray(path.read_bytes())
    start = position % len(data)
    data[start : start + length] = bytes([byte]) * length
    path.write_bytes(bytes(data))
    with suppress(SourceError):
        read_survey(path, "a.xlsx", Metadata(title="a"))


@settings(max_examples=200, deadline=None)
@given(count=st.integers(0, 10**6), base=st.integers(1, 10**6), decimals=st.integers(0, 3))
def test_a_share_printed_from_its_count_always_agrees(count: int, base: int, decimals: int) -> None:
    """Whatever the count, the base and the rounding: parsing a printed share loses no more than its rounding."""
    count = min(count, base)
    printed = f"{100 * count / base:.{decimals}f}".replace(".", ",") + "\u00a0%"
    figure = parse_figure(printed)
    assert figure is not None
    assert figure.share is not None
    assert abs(figure.share - count / base) <= figure.tolerance + 1e-9
    both = parse_figure(f"{count} ({printed})")
    assert both is not None
    assert (both.count, both.share) == (count, figure.share)


@given(st.text(max_size=80))
def test_any_text_is_a_figure_or_not(text: str) -> None:
    """No text breaks the parsers; a share is never negative, a base never is."""
    figure = parse_figure(text)
    assert figure is None or figure.share is None or figure.share >= 0
    base = find_base(text)
    assert base is None or base.n >= 0


@pytest.mark.parametrize("text", ["3/12/2025", "12 rue des Lilas", "près de 40 %", "-3", "Oui", "", "15 à 30", "26 34"])
def test_words_and_dates_are_no_figures(text: str) -> None:
    """Nor are ranges, negative numbers and sentences that hold numbers."""
    assert parse_figure(text) is None
