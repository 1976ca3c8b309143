"""A made-up answer sheet of the survey on priority neighbourhoods, to try the survey module with.

No line stands for a real territory. The aggregates agree with the few that were published (K1 to K8 of the 2025
activity report of Fabrique Territoires Santé); margins, shares by scale and everything else are inventions. The
agreement holds by construction: where a constraint bears on a count, the count is fixed first and then dealt out
at random over the lines, so that another seed satisfies the constraints too.
"""

from __future__ import annotations

import csv
import functools
import math
import random
from importlib import resources
from typing import TYPE_CHECKING

from indexer.vocabulary import themes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SEED = 20251130
SURVEY = "enquetes/survey_SYNTHETIC_qpv_cls.csv"
SURVEY_NOTICE = "enquetes/survey_SYNTHETIC_README.txt"
SURVEY_CODEBOOK = "enquetes/survey_SYNTHETIC_qpv_cls.codebook.yaml"
"""Written by hand: what each column asks."""
COLUMNS = (
    *("synthetic", "resp_id", "region_code", "scale", "year_signed", "n_qpv", "n_qpv_asv", "asv_dedicated_coord"),
    *("themes", "themes_match_qpv", "action_frequency", "link_formality", "link_contrat_ville", "link_asv"),
    *("elected_referent", "fte_coordination", "obstacle_1", "obstacle_2", "obstacle_3"),
    *("lever_1", "lever_2", "lever_3", "comment"),
)

_LINES = 130  # K1: answers received
_ASV_SHARE = 0.40  # K2: neighbourhoods with an ASV
_NO_COORDINATION = 0.47  # K3, « près de la moitié »
_REGULAR = 0.535  # K4, « un peu plus d'un sur deux »
_MATCHING = 0.955  # K5, « quasi-totalité »
_LINKED = 0.68  # K6, « majorité des territoires »
_INFORMAL = 0.62  # K6, « souvent informelles », among linked ones
_LACK_OF_PEOPLE, _LACK_OF_MONEY = 45, 35  # K7, lines out of 130
_POLITICAL, _DEDICATED = 45, 35  # K8, lines out of 130

_SCALES: Mapping[str, float] = {"commune": 0.45, "EPCI": 0.40, "PETR/pays": 0.10, "métropole": 0.05}
_OBSTACLES = (
    *("moyens_humains", "moyens_financiers", "portage_politique", "lisibilite", "donnees", "mobilisation", "autre"),
)
_LEVERS = ("portage_politique", "animation_dediee", "articulation", "moyens", "participation")
_YEARS = range(2016, 2026)
_GEOMETRIC = 0.35  # gives a median of 2 neighbourhoods
_MOST_NEIGHBOURHOODS = 20
_ABOUT_THE_ASSOCIATION = "vie-associative"  # a theme of incoming e-mails, not of contracts

Line = dict[str, str | int | float]


def draw_survey(seed: int = SEED) -> list[Line]:
    """Draw the 130 lines, keyed by `COLUMNS`; booleans are `true` or `false`, an unknown is an empty string."""
    rng = random.Random(seed)
    neighbourhoods = [_draw_neighbourhoods(rng) for _ in range(_LINES)]
    covered = _draw_covered(rng, neighbourhoods)
    columns: dict[str, Sequence[str | int | float]] = {
        "synthetic": [1] * _LINES,
        "resp_id": [f"S{number:03}" for number in range(1, _LINES + 1)],
        "region_code": [f"R{rng.randint(1, 18):02}" for _ in range(_LINES)],
        "scale": rng.choices(list(_SCALES), weights=list(_SCALES.values()), k=_LINES),
        "year_signed": rng.choices(_YEARS, k=_LINES),
        "n_qpv": neighbourhoods,
        "n_qpv_asv": covered,
        "asv_dedicated_coord": _draw_coordination(rng, covered),
        "themes": [_draw_themes(rng) for _ in range(_LINES)],
        "themes_match_qpv": _draw_match(rng),
        "action_frequency": _deal(rng, {"regular": round(_REGULAR * _LINES), "none": 13}, ["occasional"]),
        **_draw_links(rng, covered),
        "elected_referent": [_flag(rng.random() < 0.8) for _ in range(_LINES)],
        "fte_coordination": [rng.randint(2, 20) / 10 for _ in range(_LINES)],
        **_draw_ranking(rng, "obstacle", _OBSTACLES, (_LACK_OF_PEOPLE, _LACK_OF_MONEY)),
        **_draw_ranking(rng, "lever", _LEVERS, (_POLITICAL, _DEDICATED)),
        "comment": [_draw_comment(rng) for _ in range(_LINES)],
    }
    return [{name: columns[name][line] for name in COLUMNS} for line in range(_LINES)]


def write_survey(corpus: Path) -> tuple[Path, Path]:
    """Write the answer sheet and the notice that must go with it; returns their paths."""
    sheet, notice = corpus / SURVEY, corpus / SURVEY_NOTICE
    sheet.parent.mkdir(parents=True, exist_ok=True)
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(draw_survey())
    notice.write_text(_sentences("synthetic_notice.txt"), encoding="utf-8", newline="\n")
    return sheet, notice


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _draw_neighbourhoods(rng: random.Random) -> int:
    # Inverse of the geometric distribution, from 1.
    drawn = math.ceil(math.log(1 - rng.random()) / math.log(1 - _GEOMETRIC))
    return min(max(drawn, 1), _MOST_NEIGHBOURHOODS)


def _draw_covered(rng: random.Random, neighbourhoods: Sequence[int]) -> list[int]:
    slots = [line for line, count in enumerate(neighbourhoods) for _ in range(count)]
    covered = [0] * len(neighbourhoods)
    for line in rng.sample(slots, round(_ASV_SHARE * len(slots))):
        covered[line] += 1
    return covered


def _draw_coordination(rng: random.Random, covered: Sequence[int]) -> list[str]:
    concerned = [line for line, count in enumerate(covered) if count]
    without = set(rng.sample(concerned, round(_NO_COORDINATION * len(concerned))))
    return [_flag(line not in without) if count else "" for line, count in enumerate(covered)]


def _draw_themes(rng: random.Random) -> str:
    known = [slug for slug in themes() if slug != _ABOUT_THE_ASSOCIATION]
    return ";".join(rng.sample(known, rng.randint(2, 5)))


def _draw_match(rng: random.Random) -> list[int]:
    good = math.ceil(_MATCHING * _LINES)
    drawn = [rng.choice((4, 5)) for _ in range(good)] + [rng.choice((2, 3)) for _ in range(_LINES - good)]
    rng.shuffle(drawn)
    return drawn


def _draw_links(rng: random.Random, covered: Sequence[int]) -> dict[str, Sequence[str]]:
    linked = round(_LINKED * _LINES)
    informal = round(_INFORMAL * linked)
    dealt = ["informal"] * informal + ["formal"] * (linked - informal) + [""] * (_LINES - linked)
    rng.shuffle(dealt)
    with_asv = [bool(count) and rng.random() < 0.7 for count in covered]
    formality = [kind or ("informal" if asv else "none") for kind, asv in zip(dealt, with_asv, strict=True)]
    return {
        "link_formality": formality,
        "link_contrat_ville": [_flag(bool(kind)) for kind in dealt],
        "link_asv": [_flag(asv) for asv in with_asv],
    }


def _deal(rng: random.Random, counts: Mapping[str, int], others: Sequence[str]) -> list[str]:
    dealt = [value for value, count in counts.items() for _ in range(count)]
    dealt += rng.choices(others, k=_LINES - len(dealt))
    rng.shuffle(dealt)
    return dealt


def _draw_ranking(
    rng: random.Random, name: str, choices: Sequence[str], first_counts: tuple[int, int]
) -> dict[str, Sequence[str]]:
    first = _deal(rng, dict(zip(choices, first_counts, strict=False)), choices[2:])
    following = [rng.sample([choice for choice in choices if choice != top], 2) for top in first]
    return {
        f"{name}_1": first,
        f"{name}_2": [pair[0] for pair in following],
        f"{name}_3": [pair[1] for pair in following],
    }


@functools.cache
def _sentences(file: str) -> str:
    return resources.files(__package__).joinpath(file).read_text(encoding="utf-8")


def _draw_comment(rng: random.Random) -> str:
    # Three lines in ten without a comment; else one to three sentences, 60 words at most.
    known = _sentences("synthetic_comments.txt").splitlines()
    return "" if rng.random() < 0.3 else " ".join(rng.sample(known, rng.randint(1, 3)))
