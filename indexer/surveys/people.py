"""Whether the lines of a table are people: what each answered, or what tells who they are.

Nobody's line is ever indexed. Answers are counted; what is no answer (a list of people with their dates of birth, free
remarks one under the other) is set aside. Ordinary tables must not be: years, places, organisations, dates, actions.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING

from indexer.surveys.figures import parse_figure, plain
from indexer.surveys.grids import MOST_COLUMNS, MOST_ROWS, Cell, Grid
from indexer.surveys.inference import (
    FEWEST_QUESTIONS,
    FEWEST_ROWS,
    has_respondents,
    infer_codebook,
    is_long_text,
    says_survey,
)
from indexer.surveys.layouts import tables_of
from indexer.surveys.workbook import publishes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from indexer.surveys.layouts import Table


class Lines(enum.StrEnum):
    """What the lines of a table are, the least private first."""

    THINGS = "things"
    REMARKS = "remarks"
    PERSONS = "persons"
    ANSWERS = "answers"


_RANKS = list(Lines)
FEWEST_PERSONS = 5
"""A shorter list of names is a team or a board that is made known on purpose."""
_DISTINCT = 0.9
"""Share of a column's cells that differ when it says what each line is about."""
_MOSTLY = 0.6
_SOME = 0.2
_CERTAIN = 2
"""Signs of a survey tool, or questions as names of columns, that leave no doubt."""
_LONGEST_NAME = 5
"""Words of a person's name."""

_STRONG = re.compile(
    r"(horodateur|submitdate|ip ?addr(ess)?|adresse ip|collector id|startlanguage|lastpage"
    r"|submitted time|completed time"
    r"|numero (du |de la |de l |de |d )?(repondant|participant|enquete|questionnaire)( ?e)?"
    r"|(id|identifiant|code|cle|uuid) (du |de la |de l |de |d )?(repondant|respondent|participant|enquete)( ?e)?"
    r"|id(entifiant)? (de la )?(reponse|response)|(respondent|participant|repondant) (id|code|numero))"
)
_WEAK = re.compile(
    r"((date|heure)( et heure)? de (soumission|l envoi|reponse)|submission (date|time)|date submitted|derniere page"
    r"|langue de depart|tete de serie|horodatage|timestamp|start time|completion time|numero de serie|sid|serial)"
)
_OFFICE_FORM = ({"heure de debut", "heure de fin"}, {"adresse de messagerie", "nom", "id"})
_IDENTITY = re.compile(
    r"(date de naissance( .*)?|ne e? ?le|nee? le|ddn|birth ?date|date of birth|nir"
    r"|(numero|n) de (securite sociale|secu))"
)
_GIVEN_NAME = re.compile(r"(.* )?(prenoms?|first name|given name)( .*)?")
_NAME = re.compile(r"noms?( et prenoms?| prenoms?| de famille| d usage| complet)?|(last |full )?name|identite")
_CONTACT = re.compile(
    r"(adresse )?(e ?mails?|courriels?|mel)( .*)?|adresse (de messagerie|electronique)"
    r"|(numero de )?(tel|telephones?)( .*)?|portable|mobile"
)
_DESCRIBED = re.compile(r"sexe|genre|civilite|age|nationalite|adresse( personnelle| postale| du domicile)?|domicile")
_COUNTED = re.compile(r"(effectifs?|nombre|nb|total|parts?|pourcentage|taux|proportion|frequence|ensemble|rang)\b.*")
_RESULT = re.compile(r"(effectifs?|total|parts?|pourcentages?|taux|proportions?|frequences?|ensemble)\b.*")
_ORGANISED = re.compile(
    r"\b(structures?|organismes?|organisations?|associations?|etablissements?|services?|raison sociale|siret|finess"
    r"|communes?|villes?|collectivites?|epci|territoires?|departements?|regions?|partenaires?|centres?|cls|clsm|asv"
    r"|porteurs?|actions?|dispositifs?|lieux?|permanences?|quartiers?|mairies?|entreprises?)\b"
)
_ORGANISATION = re.compile(
    r"\b(associations?|asso|centres?|ccas|cias|villes?|maisons?|services?|mairies?|cliniques?|hopital|chu?|cpts|msp"
    r"|reseaux?|federations?|agences?|ars|caf|cpam|missions?|espaces?|instituts?|unions?|departements?|regions?|conseils?"
    r"|points?|plateformes?|equipes?|poles?|ateliers?|contrats?|cls|clsm|asv|comites?|collectifs?|cabinets?|pharmacies?"
    r"|ecoles?|lycees?|colleges?|universites?|communautes?|metropoles?|prefectures?|rectorats?|foyers?|residences?"
    r"|societes?|groupements?|groupes?|fondations?|secours|croix|planning|permanences?)\b"
)
_QUESTION = re.compile(r"(\S+ ){4,}\S+ ?\?|\S+ \S+ \S+ \S+ \?|q\d+[a-z]?[ .:].*\?")
_ONE_BY_ONE = re.compile(r"reponses?|responses?|microdonnees?|microdata|repondants?")
_VERBATIM = re.compile(r"\b(verbatims?|reponses? (libres?|ouvertes?)|expression libre|paroles? d\b)")
_REMARKS = re.compile(r"\b(commentaires?|remarques?|avis|suggestions?|temoignages?|precisez|autres?)\b|\?$")
_CODE = re.compile(r"[a-z]{0,5}[-_. ]?\d+|\d+[.,]\d+")
_YEAR = re.compile(r"(19|20)\d\d\b.*")
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|(19|20)\d\d\b.*")


def judged(rows: Sequence[Sequence[str]], named: str) -> tuple[Lines, Table | None]:
    """What the lines of a sheet are, and the table that they are of.

    Args:
        rows: What its cells show.
        named: Names of the file and of the sheet, title: they may speak of a survey.

    Returns:
        The most private of its tables; `THINGS` and `None` for an ordinary sheet.
    """
    worst: tuple[Lines, Table | None] = (Lines.THINGS, None)
    for table in tables_of(rows):
        lines = lines_of(table)
        if _RANKS.index(lines) > _RANKS.index(worst[0]):
            worst = lines, table
    if worst[0] is Lines.ANSWERS:
        return worst
    likely = _likely(rows, named)
    # Published results look like answers too: a column of labels, others of words that come again.
    if likely is None or publishes(_as_grid(rows), in_survey=says_survey(named)):
        return worst
    return likely if _RANKS.index(likely[0]) > _RANKS.index(worst[0]) else worst


def _likely(rows: Sequence[Sequence[str]], named: str) -> tuple[Lines, Table] | None:
    """Answers or remarks that no tool signs, when a sheet seems to hold some."""
    for table in tables_of(rows):
        if may_answer(table, named):
            return Lines.ANSWERS, table
    return next(((Lines.REMARKS, table) for table in tables_of(rows) if _are_remarks(table, named)), None)


def lines_of(table: Table) -> Lines:
    """What the names of a table's columns say of its lines; `THINGS` when they say nothing."""
    words = [_words(name) for name in table.header]
    if not table.rows:
        return Lines.THINGS
    if is_signed(table):
        return Lines.ANSWERS
    if are_identified(table) or _are_persons(table, words):
        return Lines.PERSONS
    return Lines.THINGS


def is_signed(table: Table) -> bool:
    """Whether the columns are those that tools for surveys write, or number the respondents."""
    # « Resp » also heads those who are in charge: it numbers respondents when it holds numbers.
    header = [
        name
        for place, name in enumerate(table.header)
        if _words(name) != "resp" or all(_CODE.fullmatch(plain(cell)) for cell in table.column(place))
    ]
    words = {_words(name) for name in header}
    if any(map(_STRONG.fullmatch, words)) or has_respondents(";".join(header)):
        return True
    both, one = _OFFICE_FORM
    asked = sum(bool(_QUESTION.search(plain(name))) for name in header)
    weak = sum(bool(_WEAK.fullmatch(word)) for word in words)
    return (weak + (asked > 1) >= _CERTAIN and weak > 0) or (both <= words and bool(one & words))


def may_answer(table: Table, named: str) -> bool:
    """Whether lines that nothing numbers are answers all the same: columns of choices, in a file that says so.

    Args:
        table: With columns that no tool signs.
        named: As for `judged`.
    """
    asked = sum(bool(_QUESTION.search(plain(name))) for name in table.header) >= _CERTAIN
    if len(table.rows) < FEWEST_ROWS or not (asked or says_survey(named)) or _is_ordinary(table, named):
        return False
    from indexer.surveys.frames import frame_of

    return len(infer_codebook(frame_of(table)).variables) >= FEWEST_QUESTIONS


def are_identified(table: Table) -> bool:
    """Whether a column holds dates of birth, or numbers that the State gives to one person."""
    for place, name in enumerate(table.header):
        if _IDENTITY.fullmatch(_words(name)):
            cells = table.column(place)
            if sum(any(map(str.isdigit, cell)) for cell in cells) > _MOSTLY * len(cells):
                return True
    return False


def _are_persons(table: Table, words: Sequence[str]) -> bool:
    """Whether each line names somebody rather than an organisation, where somebody may be reached."""
    given, name = _first(_GIVEN_NAME, words), _first(_NAME, words)
    person = min((place for place in (given, name) if place is not None), default=None)
    organised = next((n for n, word in enumerate(words) if _ORGANISED.search(word)), None)
    if person is None or (organised is not None and organised < person) or len(table.rows) < FEWEST_PERSONS:
        return False
    if any(map(_COUNTED.fullmatch, words)):
        return False
    told = any(_CONTACT.fullmatch(word) or _DESCRIBED.fullmatch(word) for word in words)
    return given is not None or (told and _are_names(table.column(person)))


def _are_names(cells: Sequence[str]) -> bool:
    organised = sum(bool(_ORGANISATION.search(plain(cell))) for cell in cells)
    short = sum(len(cell.split()) < _LONGEST_NAME and not re.search(r"\d", cell) for cell in cells)
    return organised < _SOME * len(cells) and short > _MOSTLY * len(cells)


def _is_ordinary(table: Table, named: str) -> bool:
    """Whether the first column says what each line is about, and the others give figures of it."""
    first = table.column(0)
    distinct = len(set(first)) >= _DISTINCT * max(len(first), 1)
    if not first or not distinct:
        return False
    if all(map(_DAY.fullmatch, first)):
        return True
    if all(_CODE.fullmatch(plain(cell)) and not _YEAR.fullmatch(cell) for cell in first):
        return False
    words = [_words(name) for name in table.header]
    figures = [_is_figures(table.column(position)) for position in range(1, len(words))]
    if any(known and _RESULT.fullmatch(word) for known, word in zip(figures, words[1:], strict=True)):
        return True
    return all(figures) and not _ONE_BY_ONE.search(plain(named))


def _is_figures(cells: Sequence[str]) -> bool:
    return sum(parse_figure(cell) is not None for cell in cells) >= _MOSTLY * len(cells)


def _are_remarks(table: Table, named: str) -> bool:
    """Whether the lines are what people wrote: sentences nearly all distinct, nothing that says what they are about."""
    surveyed = says_survey(named)
    told = [
        position
        for position, name in enumerate(table.header)
        if _VERBATIM.search(plain(name)) or (surveyed and _REMARKS.search(plain(name)))
    ]
    if not told or len(table.rows) < FEWEST_ROWS or _is_ordinary(table, named):
        return False
    written = (table.column(position) for position in told)
    return any(len(cells) >= _SOME * len(table.rows) and is_long_text(cells) for cells in written)


def _first(pattern: re.Pattern[str], words: Sequence[str]) -> int | None:
    return next((n for n, word in enumerate(words) if pattern.fullmatch(word)), None)


def _words(name: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"\bn\s?°", "numero ", plain(name))).split())


def _as_grid(rows: Sequence[Sequence[str]]) -> Grid:
    """Cells as the recognition of published results wants them; their addresses are not those of the file."""
    seen = [row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]]
    width = max(map(len, seen), default=0)
    padded = ([*row, *[""] * (width - len(row))] for row in seen)
    cells = tuple(tuple(Cell(text, "", n, c) for c, text in enumerate(row)) for n, row in enumerate(padded, start=1))
    return Grid("", "", cells)
