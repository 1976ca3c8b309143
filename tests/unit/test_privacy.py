"""What is personal in mails, masked and put back. The sentences are invented, in `personal_sentences.txt`."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest

from assistant.privacy import MaskedMessage, Personal, PersonalKind, found, mask_message, masked, unmasked
from assistant.privacy.messages import PLACEHOLDERS
from assistant.triage.model import Attached, Correspondent, Message

pytestmark = pytest.mark.disable_socket  # nothing is downloaded, nothing is told to anybody

SENTENCES = Path(__file__).with_name("personal_sentences.txt").read_text(encoding="utf-8").splitlines()
TAG = re.compile(r"<(\w+)>(.*?)</\1>", re.DOTALL)
TITLE = re.compile(r"^(?:m|mr|mme|mlle|dr|pr|monsieur|madame|docteur)\b\.? +", re.IGNORECASE)


Read = tuple[str, list[tuple[PersonalKind, int, int]], list[Personal]]
"""A sentence, the personal pieces that it holds, those that are found."""


def _untagged(line: str) -> tuple[str, list[tuple[PersonalKind, int, int]]]:
    """A sentence and the personal pieces that its tags tell, titles (« Mme ») apart."""
    line = line.replace("\\n", "\n")
    text, pieces, at = "", [], 0
    for match in TAG.finditer(line):
        text += line[at : match.start()]
        title = TITLE.match(match[2])
        pieces.append((PersonalKind(match[1]), len(text) + (title.end() if title else 0), len(text) + len(match[2])))
        text += match[2]
        at = match.end()
    return text + line[at:], pieces


def _texts(text: str, kind: PersonalKind) -> list[str]:
    return [one.text for one in found(text) if one.kind is kind]


@pytest.fixture(scope="module")
def read() -> list[Read]:
    """Each invented sentence, what it holds, what is found."""
    return [(text, pieces, found(text)) for text, pieces in map(_untagged, SENTENCES)]


class TestSentences:
    """Over the invented sentences and mails."""

    def test_names_phones_mails_and_nirs_are_found(self, read: list[Read]) -> None:
        """At least 97 in 100 of the names, telephones, e-mails and social security numbers are masked whole."""
        wanted, missed = Counter[PersonalKind](), []
        for text, pieces, personal in read:
            covered = {n for one in personal for n in range(one.start, one.end)}
            for kind, start, end in pieces:
                wanted[kind] += 1
                if not covered.issuperset(n for n in range(start, end) if text[n].isalnum()):
                    missed.append((kind, text[start:end]))
        for kind in (PersonalKind.NAME, PersonalKind.PHONE, PersonalKind.MAIL, PersonalKind.NIR):
            assert sum(one is kind for one, _ in missed) <= 0.03 * wanted[kind], missed
        assert len(missed) <= 0.03 * wanted.total(), missed

    def test_little_else_is_masked(self, read: list[Read]) -> None:
        """Ordinary words, places, bodies and streets stay: at most one mask in a hundred is a mistake."""
        wrong = [
            (one.kind, one.text)
            for _, pieces, personal in read
            for one in personal
            if not any(start < one.end and one.start < end for _, start, end in pieces)
        ]
        assert len(wrong) <= 0.01 * sum(len(personal) for _, _, personal in read), wrong


NOT_NAMES = (
    "La Fabrique Territoires Santé et Profession Banlieue reçoivent Médecins du Monde à Saint-Denis.",
    "Rendez-vous au collège Jean Moulin, 14 rue Pasteur, puis à l’hôpital Robert Debré.",
    "La loi Claeys-Leonetti, le rapport Borloo et la loi Lamy.",
    "Les personnes atteintes de la maladie d’Alzheimer en Seine-et-Marne, en Lorraine et à Nancy.",
    "CLS, CLSM, ASV, CPTS et PASS : qui fait quoi en Isère ?",
    "Cordialement,\nLe service prévention",
    "Bien à vous,\nLa Présidence",
    "Bonjour la Fabrique,\nBonne journée\nService RH",
    "FORUM SANTE A CREIL (OISE). STANDS DEPISTAGE, DIABETE, PETIT DEJEUNER OFFERT.",
    "Madame, Monsieur, Madame la Préfète, Monsieur le Maire,",
    "Le 6 mars, avant le Mois sans tabac, avec le Planning familial et la Croix-Rouge.",
)


@pytest.mark.parametrize("text", NOT_NAMES, ids=range(len(NOT_NAMES)))
def test_places_bodies_streets_and_laws_are_nobody(text: str) -> None:
    """What is named after somebody, or looks like a name, is left as it is."""
    assert _texts(text, PersonalKind.NAME) == []


GENERAL = (
    "Nous préparons une journée sur les personnes diabétiques du territoire.",
    "La santé mentale des jeunes est la priorité du CLSM.",
    "Je travaille sur la dépression des adolescents.",
    "Je suis chargée de mission santé mentale et addictions.",
    "Elle accompagne des personnes malades du VIH.",
    "Il est important de prévenir le diabète.",
    "Le traitement des déchets relève de l’intercommunalité.",
    "Je suis suivie par l’ARS dans cette démarche.",
)


@pytest.mark.parametrize("text", GENERAL, ids=range(len(GENERAL)))
def test_health_as_a_subject_is_not_somebody_s(text: str) -> None:
    """What the association works on is not masked."""
    assert _texts(text, PersonalKind.HEALTH) == []


@pytest.mark.parametrize(
    "number",
    [
        "06.39.98.12.34",
        "06 39 98 12 34",
        "0639981234",
        "0639 98 12 34",
        "06-39-98-12-34",
        "+33 (0)6 39 98 12 34",
        "+33639981234",
        "0033 6 39 98 12 34",
        "01 99 00 45 67",
        "0 800 123 456",
        "+262 692 12 34 56",
        "0262 12 34 56",
        "06\u00a039\u00a098\u00a012\u00a034",
    ],
)
def test_telephones_are_found_however_they_are_written(number: str) -> None:
    """Groups, dots, country codes, overseas."""
    assert _texts(f"Appelez-moi au {number}, merci.", PersonalKind.PHONE) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 362 521 879 00034",
        "Facture n° 0612345678",
        "un budget de 10 000 000 €",
        "le 01/02/2026 10 h",
        "le 05 06 2026 14h30",
        "Appelez le 3114, le 15 ou le 119.",
        "FINESS 590000188, code postal 59000",
    ],
    ids=range(7),
)
def test_other_numbers_are_no_telephones(text: str) -> None:
    """Bodies' numbers, sums, dates and emergency lines stay."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("mon numéro 2 84 05 59 350 123 45 svp", "2 84 05 59 350 123 45"),
        ("NIR 184127645108946.", "184127645108946"),
        ("sécu : 1 67 11 75 116 042", "1 67 11 75 116 042"),
        ("née en Corse, 2 79 03 2A 004 123", "2 79 03 2A 004 123"),
        ("2-84-05-59-350-123", "2-84-05-59-350-123"),
    ],
    ids=range(5),
)
def test_social_security_numbers_are_found_with_or_without_their_key(text: str, number: str) -> None:
    """The key is checked where there is one; a wrong one does not hide the number."""
    assert _texts(text, PersonalKind.NIR) == [number]


class TestKnownNames:
    """Who is known to be spoken of."""

    def test_each_part_is_found_everywhere(self) -> None:
        """Alone, in small letters, in capitals."""
        text = "clara a vu M. Petit. LANTIERI et Clara Lantieri : le dossier lantieri."
        names = [one.text for one in found(text, ["Clara Lantieri"])]
        assert names == ["clara", "Petit", "LANTIERI", "Clara Lantieri", "lantieri"]

    def test_an_address_tells_a_name(self) -> None:
        """« c.lantieri@ » and « brigitte.marchetti@ » name people; « asv.coordo@ » does not."""
        text = "je dis marchetti, coordo et santé"
        assert [one.text for one in found(text, ["brigitte.marchetti@exemple.fr"])] == ["marchetti"]
        assert found(text, ["asv.coordo@exemple.fr", "sante@exemple.fr"]) == []

    def test_a_body_is_no_known_name(self) -> None:
        """The sender « Mairie de Creil » hides neither mairies nor Creil."""
        assert found("la mairie de Creil", ["Mairie de Creil", "Service RH"]) == []


def test_pieces_never_overlap_and_are_in_order() -> None:
    """A name in an address, an address in an e-mail: one piece each."""
    text = "Jean Moulin, 4 rue Jean Moulin 59000 Lille, jean.moulin@exemple.fr, 06 39 98 12 34, Mme Jean Moulin"
    pieces = found(text)
    assert all(one.end <= other.start for one, other in pairwise(pieces))
    assert all(text[one.start : one.end] == one.text for one in pieces)


class TestMasking:
    """Placeholders, and back."""

    def test_the_same_value_has_the_same_placeholder(self) -> None:
        """Another has another; what is masked can be put back exactly."""
        text = "Samira Haddad au 06 39 98 12 34. Samira Haddad et Karim Saïd : 06 39 98 12 35, s@exemple.fr"
        done = masked(text, found(text))
        assert done.text == ("[nom 1] au [téléphone 1]. [nom 1] et [nom 2] : [téléphone 2], [courriel 1]")
        assert unmasked(done.text, done.table) == text

    def test_a_text_that_holds_a_placeholder_already_is_not_filled(self) -> None:
        """A mail that says « [nom 1] » gets back what it said, and nobody's name in its place."""
        text = "Bonjour Samira, écrivez [nom 1] et [téléphone 3]."
        done = masked(text, found(text))
        assert done.text == "Bonjour [nom 2], écrivez [nom 1] et [téléphone 3]."
        assert unmasked(done.text, done.table) == text

    def test_an_unknown_placeholder_stays(self) -> None:
        """What a model invents is left to be seen."""
        assert unmasked("[nom 9], [nom 1]", {"[nom 1]": "[nom 9]"}) == "[nom 9], [nom 9]"

    def test_every_kind_has_words(self) -> None:
        """In French, each its own."""
        assert set(PLACEHOLDERS) == set(PersonalKind)
        assert len(set(PLACEHOLDERS.values())) == len(PersonalKind)

    def test_nothing_is_found_in_nothing(self) -> None:
        """Empty and blank texts."""
        assert found("") == found(" \n") == []


MESSAGE = Message(
    subject="Demande de Clara",
    sender=Correspondent("Clara Lantieri", "c.lantieri@exemple.fr"),
    forwarder=Correspondent("Accueil", "accueil@exemple.fr"),
    received=dt.date(2026, 3, 3),
    request="Bonjour, je suis diabétique. clara, 06 39 98 12 34, pour le CLS de Creil.",
    comment="Pour Mme Lantieri, merci.",
    signature="Cordialement,\nClara Lantieri\nCreil",
    quoted="Le 2 mars, Clara Lantieri a écrit :\nBonjour",
    attachments=(Attached("CV Clara Lantieri.pdf", "application/pdf", "Clara Lantieri, née le 3 avril 1990"),),
    message_id="abc@exemple.fr",
    references=("def@exemple.fr",),
    recipients=("contact@exemple.fr",),
)
"""Somebody writes, another forwards."""


@pytest.fixture(scope="module")
def done() -> MaskedMessage:
    """The message, masked."""
    return mask_message(MESSAGE)


class TestMessages:
    """Whole messages."""

    def test_no_part_tells_who_it_is(self, done: MaskedMessage) -> None:
        """Neither name, number, address nor health is left in any part; places and subjects are."""
        left = repr(done.message).lower()
        for word in ("clara", "lantieri", "06 39", "@", "diabétique", "1990", "abc"):
            assert word not in left
        assert "CLS de Creil" in done.message.request

    def test_the_same_words_are_the_same_everywhere(self, done: MaskedMessage) -> None:
        """One table for all parts."""
        name = done.message.sender.name
        assert name in done.message.signature
        assert name in done.message.quoted
        assert done.table[name] == "Clara Lantieri"
        assert done.kinds == (
            PersonalKind.NAME,
            PersonalKind.PHONE,
            PersonalKind.MAIL,
            PersonalKind.HEALTH,
            PersonalKind.BIRTH,
        )

    def test_everything_can_be_put_back(self, done: MaskedMessage) -> None:
        """Word for word."""
        for part in ("subject", "request", "comment", "signature", "quoted"):
            assert unmasked(getattr(done.message, part), done.table) == getattr(MESSAGE, part)
        assert unmasked(done.message.sender.address, done.table) == MESSAGE.sender.address
        assert unmasked(done.message.attachments[0].text, done.table) == MESSAGE.attachments[0].text


def test_several_threads_find_the_same() -> None:
    """The one pipeline of the process serves them all."""
    texts = [f"Bonjour Samira, appelez le 06 39 98 12 {n:02}. Karim Saïd" for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(found, texts)) == [found(text) for text in texts]


def test_a_hostile_text_is_read_in_its_length() -> None:
    """Long runs of digits, capitals, spaces and dots neither hang nor break."""
    for piece in ("1 ", "A. ", "Mme ", "né le ", "12 rue ", "a@", "j'ai un ", "FR76 ", "Jean ", "\u00a0", "(0)", "« "):
        found(piece * 500)


def test_importing_the_room_loads_no_model() -> None:
    """Presidio and spaCy cost seconds: they come with the first text."""
    code = "import sys, assistant.privacy; print(not {'spacy', 'presidio_analyzer', 'torch'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
