"""The codebook of microdata: a YAML or CSV file beside them that says what each column asks and what each code means.

`answers.csv` is described by `answers.codebook.yaml` (or `.yml`, `.codebook.csv`, `.dictionnaire.yaml`,
`.dictionnaire.csv`):

```yaml
title: Enquête 2025          # all optional
population: coordinations de CLS
year: 2025
synthetic: false
weight: poids                # column of the weights
missing: ["99"]              # codes that mean no answer, everywhere
variables:
  scale: {wording: À quelle échelle ?, type: single, labels: {com: Commune, epci: EPCI}}
  themes: {wording: Quels thèmes ?, type: multiple, separator: ";", order: frequency}
  brakes: {wording: Quels freins ?, type: multiple, columns: [brake_1, brake_2]}
  tools: {wording: Quels outils ?, type: multiple, indicators: {tool_a: Charte, tool_b: Convention}}
  hours: {wording: Combien d’heures ?, type: numeric}
```

As CSV: a header `variable;wording;type;labels;separator;missing;order` (or `libellé`, `modalités`, `séparateur`,
`valeurs manquantes`, `ordre`), labels and codes as « 1=Oui | 2=Non ». A column that no variable names is left out.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from indexer import plain_yaml
from indexer.errors import UnreadableFile
from indexer.reading.charset import read_text
from indexer.surveys.figures import plain
from indexer.surveys.grids import delimiter_of
from indexer.surveys.model import Codebook, QuestionKind, Variable
from indexer.surveys.workbook import unique_name

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SUFFIXES = tuple(f".{word}.{kind}" for word in ("codebook", "dictionnaire") for kind in ("yaml", "yml", "csv"))
"""What a codebook's name ends with, instead of the « .csv » or « .xlsx » of the microdata."""
MICRODATA = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods"})
"""Lower-case suffixes of what a codebook describes."""
LONGEST = 2_000_000
"""Bytes of a codebook; more is refused, and so are YAML's aliases, that unfold into more than is written."""
MOST_VARIABLES = 1000
_TYPES: Mapping[str, Literal["single", "multiple", "numeric", "text"]] = {
    **dict.fromkeys(("single", "unique", "choix unique", "choice", "categorical", "ordinal", "boolean"), "single"),
    **dict.fromkeys(("multiple", "choix multiple", "choix multiples"), "multiple"),
    **dict.fromkeys(("numeric", "numerique", "nombre", "number", "integer", "entier"), "numeric"),
    **dict.fromkeys(("text", "texte", "texte libre", "ouverte", "open", "identifier", "identifiant"), "text"),
}
_ORDERS = {"frequence": "frequency", "effectif": "frequency", "modalites": "labels", "libelles": "labels"}
_HEADERS: Mapping[str, str] = {
    **dict.fromkeys(("variable", "nom", "name", "colonne", "column"), "variable"),
    **dict.fromkeys(("wording", "libelle", "intitule", "question", "label"), "wording"),
    "type": "type",
    **dict.fromkeys(("labels", "modalites", "codes", "valeurs"), "labels"),
    **dict.fromkeys(("separator", "separateur"), "separator"),
    **dict.fromkeys(("order", "ordre"), "order"),
    **dict.fromkeys(("missing", "valeurs manquantes", "manquants", "missing codes"), "missing"),
}


def _as_text(value: object) -> object:
    # YAML reads `1`, `true` and `2025-01-01` as other things than the text of a cell.
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (int, float)) or hasattr(value, "isoformat") else value


def _as_texts(value: object) -> object:
    if isinstance(value, dict):
        return {_as_text(key): _as_text(held) for key, held in value.items()}
    return [_as_text(held) for held in value] if isinstance(value, list) else value


def _as_type(value: object) -> object:
    return _TYPES.get(plain(value), value) if isinstance(value, str) else value


def _as_order(value: object) -> object:
    return _ORDERS.get(plain(value), value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[list[str], BeforeValidator(_as_texts)]
Labels = Annotated[dict[str, str], BeforeValidator(_as_texts)]


class VariableIn(BaseModel):
    """A variable, as a codebook writes it."""

    model_config = ConfigDict(extra="forbid")

    wording: Text = ""
    type: Annotated[Literal["single", "multiple", "numeric", "text"], BeforeValidator(_as_type)] = "single"
    labels: Labels = Field(default={}, description="Code → label, in the order to show them.")
    columns: Texts = Field(default=[], description="Of a multiple choice written in several columns of codes.")
    indicators: Labels = Field(default={}, description="Column of 0 and 1 → label of the answer it stands for.")
    separator: str = Field(default="", max_length=3)
    order: Annotated[Literal["labels", "frequency"], BeforeValidator(_as_order)] = "labels"
    missing: Texts = []

    def variable(self, name: str, identifier: str, missing: list[str]) -> Variable:
        """As the aggregation wants it."""
        columns = tuple(self.indicators) or tuple(self.columns) or (name,)
        return Variable(
            name=identifier,
            wording=self.wording.strip() or name,
            kind=QuestionKind(self.type),
            columns=columns,
            separator=self.separator,
            labels=tuple((self.indicators or self.labels).items()),
            missing=tuple(dict.fromkeys([*missing, *self.missing])),
            indicators=bool(self.indicators),
            by_frequency=self.order == "frequency",
        )


class CodebookIn(BaseModel):
    """A codebook, as its file writes it."""

    model_config = ConfigDict(extra="forbid")

    title: Text = ""
    population: Text = ""
    publisher: Text = ""
    year: int | None = Field(default=None, ge=1900, le=2100)
    synthetic: bool = False
    weight: Text = ""
    missing: Texts = []
    variables: dict[Text, VariableIn] = Field(min_length=1, max_length=MOST_VARIABLES)

    def codebook(self) -> Codebook:
        """As the aggregation wants it; the variables of type text are left out of it."""
        taken: set[str] = set()
        variables = []
        for name, told in self.variables.items():
            if told.type != "text":
                identifier = unique_name(name, taken)
                taken.add(identifier)
                variables.append(told.variable(name, identifier, self.missing))
        return Codebook(
            variables=tuple(variables),
            weight=self.weight,
            declared=True,
            title=self.title,
            population=self.population,
            publisher=self.publisher,
            year=self.year,
            synthetic=self.synthetic,
        )


def codebook_path(path: Path) -> Path | None:
    """The codebook that stands beside microdata; `None` when there is none.

    What is computed from microdata depends on it too: a change of it must aggregate them anew.
    """
    if path.suffix.lower() not in MICRODATA:
        return None
    return next((beside for suffix in SUFFIXES if _is_there(beside := path.with_name(path.stem + suffix))), None)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the file system allows names no file
        return False


def is_codebook(path: Path) -> bool:
    """Whether a file's name says that it describes another one, hence that it is no publication itself."""
    return path.name.lower().endswith(SUFFIXES)


def read_codebook(path: Path) -> Codebook:
    """Reads a codebook.

    Raises:
        UnreadableFile: It is not what this module describes; `detail` names the place.
    """
    if path.stat().st_size > LONGEST:
        raise UnreadableFile(path=str(path), detail=f"more than {LONGEST} bytes")
    try:
        text = read_text(path)
        raw = _from_csv(text) if path.suffix.lower() == ".csv" else plain_yaml.load(text)
        return CodebookIn.model_validate(raw).codebook()
    except ValidationError as exc:
        first = exc.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise UnreadableFile(path=str(path), detail=f"{place}: {first['msg']}") from exc
    except (csv.Error, ValueError) as exc:
        raise UnreadableFile(path=str(path), detail=str(exc)) from exc


def _from_csv(text: str) -> object:
    lines = [line for line in text.splitlines(keepends=True) if line.strip() and not line.startswith("#")]
    if not lines:
        raise ValueError("nothing in it")
    reader = csv.reader(lines, delimiter=delimiter_of(lines))
    header = [_HEADERS.get(plain(name), plain(name)) for name in next(reader)]
    variables: dict[str, dict[str, object]] = {}
    for row in reader:
        told: dict[str, object] = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip()}
        name = str(told.pop("variable", ""))
        if "labels" in told:
            told["labels"] = _pairs(str(told["labels"]))
        if "missing" in told:
            told["missing"] = [code.strip() for code in str(told["missing"]).split("|")]
        if name:
            variables[name] = told
    return {"variables": variables}


def _pairs(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split("|") if part.strip())
    return {code.strip(): label.strip() or code.strip() for code, _, label in parts}
