"""The made-up survey answers: the published aggregates hold, and nothing else can be taken for real."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path
from statistics import median

import pytest

from evals.publications.synthetic_survey import COLUMNS, SURVEY, SURVEY_NOTICE, draw_survey, write_survey
from indexer.vocabulary import themes

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(params=["committed", "another seed"])
def lines(request: pytest.FixtureRequest) -> list[dict[str, str]]:
    """The committed answer sheet, then a sheet drawn with another seed: the constraints are not luck."""
    if request.param == "committed":
        with (CORPUS / SURVEY).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    return [{name: str(value) for name, value in line.items()} for line in draw_survey(seed=7)]


def share(lines: list[dict[str, str]], column: str, *values: str) -> float:
    """Fraction 0–1 of the lines whose column holds one of the values."""
    return sum(line[column] in values for line in lines) / len(lines)


def test_the_committed_files_are_those_the_seed_gives(tmp_path: Path) -> None:
    """Drawing again writes the committed answer sheet and notice, byte for byte."""
    sheet, notice = write_survey(tmp_path)
    assert sheet.read_bytes() == (CORPUS / SURVEY).read_bytes()
    assert notice.read_bytes() == (CORPUS / SURVEY_NOTICE).read_bytes()


def test_nothing_can_be_taken_for_real(lines: list[dict[str, str]]) -> None:
    """The first column says synthetic on every line, regions are codes, and the notice opens on the warning."""
    assert COLUMNS[0] == "synthetic"
    assert {line["synthetic"] for line in lines} == {"1"}
    assert all(re.fullmatch(r"R(0[1-9]|1[0-8])", line["region_code"]) for line in lines)
    warning = "Données fictives générées pour des tests. Ne représentent aucun territoire réel."
    assert (CORPUS / SURVEY_NOTICE).read_text(encoding="utf-8").splitlines()[0] == warning


def test_130_answers_each_with_a_priority_neighbourhood(lines: list[dict[str, str]]) -> None:
    """K1, and identifiers from S001 to S130."""
    assert [line["resp_id"] for line in lines] == [f"S{number:03}" for number in range(1, 131)]
    counts = [int(line["n_qpv"]) for line in lines]
    assert min(counts) >= 1
    assert max(counts) <= 20
    assert median(counts) == 2


def test_two_neighbourhoods_in_five_have_an_asv(lines: list[dict[str, str]]) -> None:
    """K2: between 38 % and 42 % of all neighbourhoods."""
    covered, counts = (sum(int(line[name]) for line in lines) for name in ("n_qpv_asv", "n_qpv"))
    assert 0.38 <= covered / counts <= 0.42


def test_nearly_half_of_the_asv_have_no_coordination_of_their_own(lines: list[dict[str, str]]) -> None:
    """K3: between 45 % and 49 % of the lines with an ASV."""
    with_asv = [line for line in lines if int(line["n_qpv_asv"])]
    assert 0.45 <= share(with_asv, "asv_dedicated_coord", "false") <= 0.49


def test_coordination_is_unknown_exactly_where_there_is_no_asv(lines: list[dict[str, str]]) -> None:
    """An ASV never covers more neighbourhoods than there are, and only ASVs can have a coordination."""
    assert all(0 <= int(line["n_qpv_asv"]) <= int(line["n_qpv"]) for line in lines)
    assert all((line["asv_dedicated_coord"] == "") == (line["n_qpv_asv"] == "0") for line in lines)


def test_action_is_regular_a_little_more_than_one_time_in_two(lines: list[dict[str, str]]) -> None:
    """K4: between 51 % and 56 %."""
    assert 0.51 <= share(lines, "action_frequency", "regular") <= 0.56
    assert {line["action_frequency"] for line in lines} == {"regular", "occasional", "none"}


def test_themes_match_almost_everywhere(lines: list[dict[str, str]]) -> None:
    """K5: 94 % of the lines at least; themes are slugs of the vocabulary."""
    assert share(lines, "themes_match_qpv", "4", "5") >= 0.94
    assert {slug for line in lines for slug in line["themes"].split(";")} <= set(themes())


def test_links_exist_mostly_and_are_mostly_informal(lines: list[dict[str, str]]) -> None:
    """K6: more than 60 % are linked to the contrat de ville, more than half of these informally."""
    linked = [line for line in lines if line["link_contrat_ville"] == "true"]
    assert len(linked) / len(lines) > 0.60
    assert share(linked, "link_formality", "informal") > 0.50
    assert all(line["link_formality"] != "none" for line in linked)


def test_the_first_obstacle_is_means(lines: list[dict[str, str]]) -> None:
    """K7: people or money for more than half, and no obstacle more often than these two."""
    first = Counter(line["obstacle_1"] for line in lines)
    assert share(lines, "obstacle_1", "moyens_humains", "moyens_financiers") > 0.50
    assert {name for name, _ in first.most_common(2)} == {"moyens_humains", "moyens_financiers"}


def test_the_first_lever_is_political_support_or_dedicated_coordination(lines: list[dict[str, str]]) -> None:
    """K8: more than half of the lines."""
    assert share(lines, "lever_1", "portage_politique", "animation_dediee") > 0.50


def test_rankings_never_repeat_a_choice(lines: list[dict[str, str]]) -> None:
    """Three obstacles and three levers are three different ones."""
    for name in ("obstacle", "lever"):
        assert all(len({line[f"{name}_{rank}"] for rank in (1, 2, 3)}) == 3 for line in lines)


def test_other_columns_stay_in_their_domain(lines: list[dict[str, str]]) -> None:
    """Scale, year, working time and flags hold only what the notice announces."""
    assert {line["scale"] for line in lines} <= {"commune", "EPCI", "PETR/pays", "métropole"}
    assert all(2016 <= int(line["year_signed"]) <= 2025 for line in lines)
    assert all(0.2 <= float(line["fte_coordination"]) <= 2.0 for line in lines)
    for flag in ("link_contrat_ville", "link_asv", "elected_referent"):
        assert {line[flag] for line in lines} <= {"true", "false"}


def test_comments_name_nobody_and_no_place(lines: list[dict[str, str]]) -> None:
    """No digit, no address, no capital inside a sentence (so no name of person or commune), 60 words at most."""
    for comment in {line["comment"] for line in lines} - {""}:
        assert not re.search(r"[\d@]|https?:|www\.", comment)
        assert not re.search(r"(?<!\. )(?<!^)\b[A-ZÀ-Ý]", comment), comment
        assert len(comment.split()) <= 60
