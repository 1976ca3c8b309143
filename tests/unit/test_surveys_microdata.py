"""Individual answers become counts, shares and crosstabs; nothing of a single respondent is told."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from survey_files import read_survey

from indexer.documents import BlockKind, Metadata
from indexer.errors import CrosstabRefused, ReadingTooHeavy, SourceError, SurveyQuestionNotFound, UnreadableFile
from indexer.surveys import crosstab, is_codebook, load_surveys, save_surveys, survey_blocks
from indexer.surveys.crosstabs import Axis, SmallBase
from indexer.surveys.messages import crosstab_warnings
from indexer.surveys.model import LeftOut, QuestionKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from indexer.surveys import Survey
    from indexer.surveys.model import SurveyQuestion

SYNTHETIC = "corpus/enquetes/survey_SYNTHETIC_qpv_cls.csv"
CODEBOOK = """
title: Enquête inventée
population: structures inventées
year: 2024
missing: ["99"]
weight: poids
variables:
  plan: {wording: "Avez-vous un plan ?", type: single, labels: {1: Oui, 2: Non, 3: En cours}}
  outils: {wording: "Quels outils ?", type: multiple, separator: "|", labels: {a: Charte, b: Convention}}
  freins: {wording: "Quels freins ?", type: choix multiple, columns: [frein1, frein2]}
  canaux: {wording: "Quels canaux ?", type: multiple, indicators: {c_mail: Courriel, c_tel: Téléphone}}
  heures: {wording: "Combien d’heures ?", type: numeric}
  avis: {type: text}
"""


def answers(path: Path, columns: Mapping[str, Sequence[object]], delimiter: str = ";") -> Path:
    """A CSV file of these columns."""
    rows = [columns.keys(), *zip(*columns.values(), strict=True)]
    path.write_text("\n".join(delimiter.join(map(str, row)) for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """Twelve answers of every sort and their codebook; the second half weighs twice the first."""
    (tmp_path / "reponses.codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    return answers(
        tmp_path / "reponses.csv",
        {
            "id": range(12),
            "poids": [1] * 6 + [2] * 6,
            "plan": [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 99, ""],
            "outils": ["a|b", "a", "a", "b", "", "99", "a", "a", "a", "a|b", "a", "b"],
            "frein1": ["temps"] * 6 + ["argent"] * 6,
            "frein2": ["argent", "", "", "", "", "", "temps", "", "", "", "", "argent"],
            "c_mail": [1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, ""],
            "c_tel": [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, ""],
            "heures": ["1,5", 2, 3, 4, 5, 6, 7, 8, 9, 10, 99, "beaucoup"],
            "avis": ["Une phrase que personne ne doit lire."] * 12,
        },
    )


@pytest.fixture(scope="module")
def synthetic(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """The made-up answers of the corpus, away from their codebook."""
    alone = tmp_path_factory.mktemp("synthetic") / Path(SYNTHETIC).name
    shutil.copyfile(root / SYNTHETIC, alone)
    return recognised(alone, SYNTHETIC.removeprefix("corpus/"))


def recognised(path: Path, doc: str = "a.csv", title: str = "Titre") -> Survey:
    """The survey of a file that holds one."""
    survey = read_survey(path, doc, Metadata(title=title))
    assert survey is not None
    return survey


def counts(question: SurveyQuestion) -> dict[str, int | None]:
    """Answers by label."""
    return {modality.label: modality.count for modality in question.modalities}


def by_id(survey: Survey) -> dict[str, SurveyQuestion]:
    """Questions by name."""
    return {question.id: question for question in survey.questions}


def test_a_codebook_says_how_answers_are_read(described: Path) -> None:
    """Wordings, labels in their order (nobody chose the third), missing codes, bases without those who said nothing."""
    survey = recognised(described)
    assert (survey.title, survey.population, survey.year, survey.respondents) == (
        "Enquête inventée",
        "structures inventées",
        2024,
        12,
    )
    told = by_id(survey)
    assert list(told) == ["plan", "outils", "freins", "canaux", "heures"]
    plan = told["plan"]
    assert (plan.wording, plan.base, plan.missing, plan.kind) == ("Avez-vous un plan ?", 10, 2, QuestionKind.SINGLE)
    assert counts(plan) == {"Oui": 6, "Non": 4, "En cours": 0}
    assert counts(told["outils"]) == {"Charte": 8, "Convention": 4}
    assert counts(told["freins"]) == {"argent": 7, "temps": 7}
    assert counts(told["canaux"]) == {"Courriel": 5, "Téléphone": 5}
    assert [told[name].base for name in ("outils", "freins", "canaux", "heures")] == [10, 12, 11, 10]
    assert told["outils"].multiple_choice


def test_weights_weigh_shares_and_never_counts(described: Path) -> None:
    """Six « oui » of weight 1, four « non » of weight 2: 6/14 and 8/14, n still 10; seven of fourteen below the median."""
    plan = by_id(recognised(described))["plan"]
    assert [m.share for m in plan.modalities] == pytest.approx([6 / 14, 8 / 14, 0])
    assert [m.recomputed for m in plan.modalities] == pytest.approx([0.6, 0.4, 0])
    assert plan.weighted
    summary = by_id(recognised(described))["heures"].summary
    assert summary is not None
    assert summary.mean == pytest.approx((21.5 + 2 * 34) / 14)
    assert summary.median == 7


@pytest.mark.parametrize("weight", ["", "0", "-1", "inf", "lourd"])
def test_a_weight_that_weighs_nothing_is_told(weight: str, described: Path) -> None:
    """With its line: an error, rather than shares that nobody asked for."""
    described.write_text(described.read_text(encoding="utf-8").replace("\n3;1;", f"\n3;{weight};"), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="poids, line 5"):
        recognised(described)


def test_a_codebook_may_be_a_table(described: Path) -> None:
    """One variable a line, codes and labels as « 1=Oui | 2=Non »."""
    described.with_name("reponses.codebook.yaml").unlink()
    beside = described.with_name("reponses.dictionnaire.csv")
    beside.write_text(
        "Variable;Libellé;Type;Modalités;Valeurs manquantes\n"
        "plan;Avez-vous un plan ?;choix unique;1=Oui | 2=Non;99\n"
        "heures;Combien d’heures ?;nombre;;99\n",
        encoding="utf-8",
    )
    assert is_codebook(beside)
    assert read_survey(beside, "b.csv", Metadata(title="b")) is None
    survey = recognised(described)
    assert counts(survey.questions[0]) == {"Oui": 6, "Non": 4}
    assert survey.questions[1].summary is not None
    assert survey.codebook is not None
    assert ("avis", LeftOut.UNDECLARED) in survey.codebook.left_out


@pytest.mark.parametrize(
    "content",
    ["", "- 1", "variables: {}", "variables: {absente: {}}", "variables: {plan: {type: dream}}", "autre: 1",
     "variables: {plan: {labels: [1]}}", "a: &a [1]\nb: *a", "\t", "variables: {plan: {}}\nyear: hier",
     "[" * 5000],
)  # fmt: skip
def test_a_codebook_that_cannot_be_read_is_told(content: str, described: Path) -> None:
    """Empty, of another shape, naming absent columns, unfolding aliases, too deep."""
    described.with_name("reponses.codebook.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        recognised(described)


def test_the_synthetic_answers_of_the_corpus_agree_with_what_was_published(synthetic: Survey) -> None:
    """Without a codebook: K1, K3, K4, K6 and K7 come out as they were put in; all is marked as made up."""
    told = by_id(synthetic)
    assert synthetic.synthetic
    assert synthetic.computed
    assert synthetic.respondents == 130
    assert {q.base for q in synthetic.questions} == {130, 81}
    without = counts(told["asv_dedicated_coord"])
    assert 0.45 <= (without["false"] or 0) / (told["asv_dedicated_coord"].base or 1) <= 0.49
    assert counts(told["action_frequency"])["regular"] == 70
    assert counts(told["action_frequency"])["none"] == 13
    assert counts(told["link_contrat_ville"])["true"] == 88
    assert counts(told["obstacle_1"])["moyens_humains"] == 45
    assert told["themes"].multiple_choice
    assert told["fte_coordination"].summary is not None
    assert told["n_qpv"].kind is QuestionKind.NUMERIC


def test_the_codebook_of_the_synthetic_answers_describes_their_columns(root: Path, synthetic: Survey) -> None:
    """Each question has its French wording, each answer its label; the figures are the same, « autre » is last."""
    described = by_id(recognised(root / SYNTHETIC, Path(SYNTHETIC).name))
    plain_ones = by_id(synthetic)
    assert described["asv_dedicated_coord"].wording.startswith("L’atelier santé ville")
    assert counts(described["asv_dedicated_coord"]) == {"Oui": 43, "Non": 38}
    for name, first, same in (
        ("themes", "Capitalisation", "themes"),
        ("first_obstacle", "Moyens humains", "obstacle_1"),
    ):
        assert described[name].modalities[0].label.startswith(first)
        assert [m.count for m in described[name].modalities] == [m.count for m in plain_ones[same].modalities]
    assert described["obstacles"].modalities[-1].label == "Autre"
    written = {m.label for question in described.values() for m in question.modalities}
    assert not [label for label in written if "_" in label]


def test_what_could_name_somebody_is_left_out(synthetic: Survey, root: Path) -> None:
    """Numbers of respondents and comments are no question; not a word of them is in what is kept or indexed."""
    assert synthetic.codebook is not None
    assert dict(synthetic.codebook.left_out) == {
        "synthetic": LeftOut.MARK,
        "resp_id": LeftOut.IDENTIFIER,
        "comment": LeftOut.FREE_TEXT,
    }
    indexed = "\n".join(f"{block.caption}\n{block.text}" for block in survey_blocks(synthetic))
    assert "S001" not in indexed
    assert "La médiation en santé aide" not in indexed


def test_personal_columns_are_left_out_whatever_their_name(tmp_path: Path) -> None:
    """Names, addresses, and any column that holds an address or a telephone number."""
    people = [f"Personne {n}" for n in range(20)]
    path = answers(
        tmp_path / "enquete.csv",
        {
            "Nom": people,
            "contact": ["a@exemple.fr", *[""] * 19],
            "joindre": ["01 02 03 04 05", *["non"] * 19],
            "poids": [1.5] * 10 + [2] * 10,
            "territoire": ["nord", "sud"] * 10,
            "avis": ["oui", "non"] * 10,
            "constante": ["x"] * 20,
            "libre": ["Une phrase assez longue pour n’être le choix de personne d’autre ici."] * 3 + ["court"] * 17,
        },
    )
    survey = recognised(path)
    assert survey.codebook is not None
    assert [q.id for q in survey.questions] == ["territoire", "avis"]
    assert dict(survey.codebook.left_out) == {
        "Nom": LeftOut.PERSONAL,
        "contact": LeftOut.PERSONAL,
        "joindre": LeftOut.PERSONAL,
        "poids": LeftOut.WEIGHT,
        "constante": LeftOut.CONSTANT,
        "libre": LeftOut.FREE_TEXT,
    }


def test_columns_of_zeros_and_ones_that_share_a_prefix_are_one_question(tmp_path: Path) -> None:
    """Each column is an answer; who chose none of them answered all the same."""
    path = answers(
        tmp_path / "sondage.csv",
        {
            "resp": [f"r{n}" for n in range(10)],
            "outil_charte": [1] * 7 + [0] * 3,
            "outil_convention": [1] * 2 + [0] * 8,
            "plan": ["oui"] * 6 + ["non"] * 4,
        },
        ",",
    )
    told = by_id(recognised(path))
    assert list(told) == ["outil", "plan"]
    assert (told["outil"].kind, told["outil"].base) == (QuestionKind.MULTIPLE, 10)
    assert counts(told["outil"]) == {"charte": 7, "convention": 2}


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("contacts", {"nom": [f"P{n}" for n in range(20)], "ville": ["A", "B"] * 10, "statut": ["x", "y"] * 10}),
        ("budget", {"poste": ["a", "b"] * 10, "montant": range(20)}),
        ("enquete", {"nom": ["A", "B"], "plan": ["oui", "non"], "outil": ["x", "y"]}),
        ("enquete-liens", {"titre": [f"Lien {n}" for n in range(20)], "adresse": [f"rue {n}" for n in range(20)]}),
    ],
)
def test_other_tables_are_no_answers(name: str, columns: dict[str, Sequence[object]], tmp_path: Path) -> None:
    """An address list, a budget, too few lines, nothing to count."""
    path = answers(tmp_path / f"{name}.csv", columns)
    assert read_survey(path, path.name, Metadata(title=name)) is None


def test_answers_of_too_few_are_recognised_and_tell_nothing(tmp_path: Path) -> None:
    """Their lines must not be taken for a table to show."""
    path = answers(tmp_path / "a.csv", {"resp_id": range(3), "plan": ["oui", "non", "oui"], "outil": ["x", "y", "y"]})
    survey = recognised(path)
    assert survey.computed
    assert survey.questions == ()
    assert len(survey_blocks(survey)) == 1


def test_a_question_that_fewer_than_five_answered_tells_its_base_only(described: Path) -> None:
    """Neither counts nor a median: they would be what somebody said."""
    text = described.read_text(encoding="utf-8")
    lines = [line.split(";") for line in text.split("\n")]
    for line in lines[5:]:
        line[2] = line[8] = ""
    described.write_text("\n".join(map(";".join, lines)), encoding="utf-8")
    told = by_id(recognised(described))
    assert (told["plan"].base, told["plan"].modalities) == (4, ())
    assert (told["heures"].base, told["heures"].summary) == (4, None)
    blocks = survey_blocks(recognised(described))
    assert "moins de 5 réponses" in blocks[1].text


def test_blocks_say_the_figures_and_that_they_were_computed(synthetic: Survey) -> None:
    """A table a question: wording, n, header, a row an answer; made-up answers are called so every time."""
    introduction, *tables = survey_blocks(synthetic)
    assert "130 réponses" in introduction.text
    assert len(tables) == len(synthetic.questions)
    for table in tables:
        assert table.kind is BlockKind.TABLE
        assert "calculé par Repères à partir de" in table.caption
        assert "SYNTHÉTIQUES" in table.caption
        assert "n = " in table.caption
    scale = next(table for table in tables if table.caption.startswith("scale"))
    assert scale.text.split("\n")[:2] == ["Réponse\tEffectif\tPart", "commune\t57\t43,8\u00a0%"]


def test_published_results_give_no_block(root: Path) -> None:
    """Their own cells are quoted, as the reader of sheets gives them."""
    path = root / "corpus/enquetes/enquete-qpv-cls-2025-resultats.xlsx"
    assert survey_blocks(recognised(path, "a.xlsx", "Enquête : résultats publiés")) == ()


def test_a_survey_comes_back_from_its_file_with_its_codebook(described: Path, synthetic: Survey) -> None:
    """A crosstab is then computed from the microdata alone."""
    survey = recognised(described)
    save_surveys(described.parent, (survey, synthetic))
    loaded = load_surveys(described.parent)
    assert loaded == (survey, synthetic)
    described.with_name("reponses.codebook.yaml").unlink()
    assert crosstab(loaded[0], described, "plan", "canaux") == crosstab(survey, described, "plan", "canaux")


def test_a_crosstab_counts_those_who_answered_both(synthetic: Survey, root: Path) -> None:
    """Counts as one would find them line by line, shares of rows and columns, bases, warnings."""
    table = crosstab(synthetic, root / SYNTHETIC, "asv_dedicated_coord", "action_frequency")
    lines = [line.split(",") for line in (root / SYNTHETIC).read_text(encoding="utf-8").split("\n")[1:] if line]
    pairs = [(line[7], line[10]) for line in lines if line[7]]
    assert table.base == len(pairs) == 81
    for r, row in enumerate(table.row_labels):
        for c, column in enumerate(table.column_labels):
            n = pairs.count((row, column))
            cell = table.cells[r][c]
            if n < 5:
                assert cell.masked
            if not cell.masked:
                assert cell.count == n
                assert cell.row_share == pytest.approx(n / (table.row_bases[r] or 0))
                assert cell.column_share == pytest.approx(n / (table.column_bases[c] or 0))
    assert SmallBase(Axis.COLUMN, "none", table.column_bases[table.column_labels.index("none")]) in table.small_bases
    assert table.synthetic


def test_small_bases_and_masked_cells_are_each_told_once(synthetic: Survey, root: Path) -> None:
    """One line for all the rows and columns of few answers, one for all the masked cells."""
    table = crosstab(synthetic, root / SYNTHETIC, "themes", "asv_dedicated_coord")
    made_up, bases, masked = crosstab_warnings(table, 5)
    assert "fictifs" in made_up
    assert bases.count("« ") == len(table.small_bases) > 10
    assert "« mediation » (n < 5)" in bases
    assert masked.startswith(f"Cases masquées : {table.masked}")


def test_no_crosstab_of_the_corpus_tells_a_small_cell(synthetic: Survey, root: Path) -> None:
    """Every pair of a few questions: no count under five, nor a share from which one would be found."""
    names = ["scale", "year_signed", "action_frequency", "themes"]
    for row in names:
        for column in names:
            if row != column:
                table = crosstab(synthetic, root / SYNTHETIC, row, column)
                cells = [cell for line in table.cells for cell in line]
                assert all(cell.masked or (cell.count or 0) >= 5 for cell in cells)
                assert all(cell.row_share is None and cell.count is None for cell in cells if cell.masked)
                assert all(n is None or n >= 5 for n in (*table.row_bases, *table.column_bases))
                assert table.masked


def test_a_crosstab_is_weighted_when_the_survey_is(described: Path) -> None:
    """Twelve lines four times over; shares by weight, counts by heads."""
    text = described.read_text(encoding="utf-8")
    header, lines = text.split("\n", 1)
    described.write_text("\n".join([header, *[lines] * 4]), encoding="utf-8")
    table = crosstab(recognised(described), described, "freins", "plan")
    assert (table.base, table.weighted) == (40, True)
    row = table.row_labels.index("argent")
    column = table.column_labels.index("Oui")
    assert table.cells[row][column].masked
    row = table.row_labels.index("temps")
    cell = table.cells[row][column]
    assert (cell.count, table.row_bases[row]) == (24, 28)
    assert cell.row_share == pytest.approx(6 / 8)


@pytest.mark.parametrize(
    ("row", "column", "error"),
    [
        ("scale", "absente", SurveyQuestionNotFound),
        ("resp_id", "scale", SurveyQuestionNotFound),
        ("comment", "scale", SurveyQuestionNotFound),
        ("scale", "scale", CrosstabRefused),
        ("scale", "n_qpv", CrosstabRefused),
    ],
)
def test_what_cannot_be_crossed_is_refused(
    row: str, column: str, error: type[Exception], synthetic: Survey, root: Path
) -> None:
    """What is no question (left out ones too), a question by itself, numbers."""
    with pytest.raises(error):
        crosstab(synthetic, root / SYNTHETIC, row, column)


def test_too_few_answers_to_both_are_not_crossed(described: Path) -> None:
    """Nor are microdata that no longer hold the columns."""
    survey = recognised(described)
    lines = described.read_text(encoding="utf-8").split("\n")
    described.write_text("\n".join(lines[:5]), encoding="utf-8")
    with pytest.raises(CrosstabRefused):
        crosstab(survey, described, "plan", "freins")
    described.write_text("a;b\n1;2", encoding="utf-8")
    with pytest.raises(UnreadableFile):
        crosstab(survey, described, "plan", "freins")


def test_a_file_beyond_its_memory_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """By its size, or by the cells that short lines would be filled up to."""
    path = tmp_path / "enquete.csv"
    path.write_text(",".join(["resp_id", *(f"c{n}" for n in range(900))]) + "\n" + "1,2\n" * 1000, encoding="utf-8")
    with pytest.raises(ReadingTooHeavy):
        read_survey(path, "a", Metadata(title="a"), megabytes=50)
    with pytest.raises(ReadingTooHeavy):
        read_survey(path, "a", Metadata(title="a"), megabytes=0)


@pytest.mark.parametrize("text", ["resp_id;a;b\n1;2;3;4\n", "resp_id;a;a\n1;2;3\n", 'resp_id;a\n"1;2\n'])
def test_answers_that_cannot_be_read_are_told_rather_than_shown(text: str, tmp_path: Path) -> None:
    """Lines too long, a name twice, a quotation mark left open: never « no survey »."""
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UnreadableFile):
        read_survey(path, "a", Metadata(title="a"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=300), st.text(alphabet='a1;,"\n\t é%=/', max_size=300).map(str.encode)))
def test_no_file_breaks_out(data: bytes, tmp_path: Path) -> None:
    """Any bytes named as answers: a survey, nothing, or an error of ours; with the same as a codebook too."""
    path = tmp_path / "enquete_reponses.csv"
    path.write_bytes(b"resp_id;" + data)
    for beside in (None, path.with_name("enquete_reponses.codebook.csv")):
        if beside:
            beside.write_bytes(data)
        with suppress(SourceError):
            read_survey(path, "a", Metadata(title="a"))
    path.with_name("enquete_reponses.codebook.csv").unlink()
