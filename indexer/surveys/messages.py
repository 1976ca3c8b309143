"""What surveys say to people, in French: captions of computed tables, warnings, reasons of refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.surveys.model import SMALL_BASE, MismatchReason, QuestionKind

if TYPE_CHECKING:
    from indexer.surveys.crosstabs import Crosstab, SmallBase
    from indexer.surveys.model import Mismatch, Modality, NumericSummary, Survey, SurveyQuestion

IN_SHEET = "{sheet} : {wording}"
OTHER_SHEET = "les deux questions ne sont pas dans la même feuille du classeur"
NO_MICRODATA = "cette publication donne des résultats d’ensemble, sans les réponses une à une"
SAME_QUESTION = "les deux questions doivent être différentes"
NUMERIC_QUESTION = "la question « {question} » attend un nombre ; seules les questions à choix se croisent"
TOO_MANY_CELLS = "ces questions ont trop de modalités ({limit} cases au plus)"
TOO_FEW_ANSWERS = "moins de {threshold} personnes ont répondu aux deux questions"

SYNTHETIC = "DONNÉES SYNTHÉTIQUES"
SYNTHETIC_WARNING = "Données synthétiques : ces chiffres sont fictifs et ne décrivent aucun territoire réel."
COMPUTED = "calculé par Repères à partir de « {title} »"
"""What a citation of a computed table says, in place of a page."""
PUBLISHED = "publié dans « {title} »"
SMALL_BASE_WARNING = "Base faible (n = {n}) : à lire comme une indication, non comme une proportion."
SMALL_BASES = "Bases faibles, à lire comme des indications : {bases}."
SMALL_BASE_OF = "« {label} » (n = {n})"
WEIGHTED = "Parts pondérées ; effectifs et bases ne le sont pas."
SMALLEST_BASE_OF = "« {label} » (n < {threshold})"
MASKED = "moins de {threshold} réponses, ou case qui permettrait d’en déduire une (risque de réidentification)"
MASKED_CELLS = "Cases masquées : {masked} ; {reason}."
MASKED_SUMMARY = "non communiqué : moins de {threshold} réponses"

HEADER = ("Réponse", "Effectif", "Part")
ANSWERS = "Réponses"
NUMERIC_HEADER = ("Indicateur", "Valeur")
SUMMARY = {
    "mean": "Moyenne",
    "first_quartile": "Premier quartile",
    "median": "Médiane",
    "third_quartile": "Troisième quartile",
}
MULTIPLE = "plusieurs réponses possibles"
WEIGHTED_SHARES = "parts pondérées"
SMALL = "base faible, n < {floor}"
MISMATCHES = {
    MismatchReason.SHARE: (
        "{cell} : « {printed} » est imprimé pour « {modality} », mais l’effectif rapporté à la base donne {recomputed}."
    ),
    MismatchReason.COUNT: (
        "{cell} : l’effectif de « {modality} » dépasse la base (« {printed} », soit {recomputed} des réponses)."
    ),
    MismatchReason.SUM: (
        "{cell} : les parts dépassent 100 % ({printed}) alors que rien ne dit que plusieurs réponses étaient possibles."
    ),
}
INTRODUCTION = "{title} : {respondents} réponses, {questions} questions, chiffres calculés par Repères."
NO_ANSWER = "{missing} sans réponse"


def percent(share: float | None, decimals: int = 1) -> str:
    """A fraction as French readers see it: « 76,5 % »; empty for `None`."""
    return "" if share is None else f"{100 * share:.{decimals}f}".replace(".", ",") + "\u00a0%"


def number(value: float) -> str:
    """A number with at most two decimals and a comma."""
    text = f"{value:,.2f}".replace(",", "\u202f").rstrip("0").rstrip(".")
    return text.replace(".", ",")


def caption(survey: Survey, question: SurveyQuestion) -> str:
    """What stands above a computed table: wording, base, how it was answered, where it comes from."""
    told = [f"n = {question.base}"]
    if question.missing:
        told.append(NO_ANSWER.format(missing=question.missing))
    if question.multiple_choice:
        told.append(MULTIPLE)
    if question.weighted:
        told.append(WEIGHTED_SHARES)
    if survey.population:
        told.append(survey.population)
    told.append(COMPUTED.format(title=survey.title))
    if survey.synthetic:
        told.append(SYNTHETIC)
    if question.small_base:
        told.append(SMALL.format(floor=SMALL_BASE))
    return f"{question.wording} ({' ; '.join(told)})"


def table_rows(question: SurveyQuestion, threshold: int) -> list[tuple[str, ...]]:
    """A question's figures, header row first."""
    if question.kind is QuestionKind.NUMERIC:
        if question.summary is not None:
            return [NUMERIC_HEADER, *summary_rows(question.summary)]
    elif question.modalities:
        return [HEADER, *(_row(modality) for modality in question.modalities)]
    return [NUMERIC_HEADER, (ANSWERS, MASKED_SUMMARY.format(threshold=threshold))]


def summary_rows(summary: NumericSummary) -> list[tuple[str, str]]:
    """« Médiane », « 2 »; and so on."""
    return [(label, number(getattr(summary, name))) for name, label in SUMMARY.items()]


def _row(modality: Modality) -> tuple[str, str, str]:
    count = "" if modality.count is None else str(modality.count)
    return modality.label, count, modality.printed or percent(modality.share)


def mismatch_sentence(mismatch: Mismatch) -> str:
    """A mismatch in words."""
    return MISMATCHES[mismatch.reason].format(
        cell=mismatch.cell,
        modality=mismatch.modality,
        printed=mismatch.printed,
        recomputed=percent(mismatch.recomputed, 2),
    )


def crosstab_warnings(table: Crosstab, threshold: int) -> list[str]:
    """What to be wary of in a crosstab: made-up answers, small bases, masked cells, weights."""
    told = [SYNTHETIC_WARNING] if table.synthetic else []
    told += [SMALL_BASE_WARNING.format(n=small.n) for small in table.small_bases if not small.label]
    bases = [_small_base(small, threshold) for small in table.small_bases if small.label]
    if bases:
        told.append(SMALL_BASES.format(bases=", ".join(bases)))
    if table.masked:
        told.append(MASKED_CELLS.format(masked=table.masked, reason=MASKED.format(threshold=threshold)))
    return [*told, WEIGHTED] if table.weighted else told


def _small_base(small: SmallBase, threshold: int) -> str:
    if small.n is None:
        return SMALLEST_BASE_OF.format(label=small.label, threshold=threshold)
    return SMALL_BASE_OF.format(label=small.label, n=small.n)
