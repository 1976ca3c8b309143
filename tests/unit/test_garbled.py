"""Gibberish is told from what only looks strange: names, acronyms, figures, addresses, other languages."""

from __future__ import annotations

import random
import string
from pathlib import Path

import pytest
from pypdf import PdfReader

from indexer.reading.garbled import is_garbled

CORPUS = Path(__file__).parents[2] / "corpus"
FRENCH = (
    "Le contrat local de santé réunit les partenaires d’un territoire autour d’objectifs communs. La collectivité en "
    "assure le pilotage politique avec l’agence régionale, qui apporte une partie du financement. Les habitantes et "
    "les habitants donnent leur avis sur les priorités, puis le comité se réunit chaque trimestre pour suivre les "
    "actions engagées et décider de celles qui doivent être abandonnées, reportées ou renforcées."
)

STRANGE = {
    "names": "Schwartz Krzysztof Wojciechowski Nguyen Abdoulaye Mamadou Strasbourg Quimperlé Ploërmel Guingamp "
    "Dunkerque Tourcoing Hazebrouck Wissembourg Haguenau Sélestat Schiltigheim Illkirch Lingolsheim Bischheim",
    "acronyms": "CPTS CLSM PTSM ADEME ANCT DREAL DRAJES CNSA DGOS ARS CNV PNNS CODES IREPS ORSAS CRIPS PRAPS FNES "
    "CNAMTS CARSAT URCAM URPS CESPHARM HCSP INSERM ANSES EHESP CERFA SNITEM SYNERPA ADMR FEHAP FNEHAD UNIOPSS URIOPSS",
    "figures": "2019 2020 2021 12,4 % 18,9 % 1 362 45 000 € 0,8 3/4 n = 130 p < 0,05 " * 10,
    "addresses": "https://www.exemple.fr/IMG/pdf/instruction_dgcs_sd1b_dgs_sp2.pdf www.exemple.org/jorf/id/JORFTEXT0000 "
    "https://sous.domaine.exemple.fr/sites/default/files xhtml wwwdrees phpsessid htmlview " * 3,
    "english": "Local health plans bring together the partners of a territory around shared objectives, strengths and "
    "throughput; neighbourhood workshops should thoroughly explain how worthwhile strengthening schools' rhythms is.",
    "german": "Die Gemeinde erarbeitet gemeinsam mit den Einwohnerinnen einen Gesundheitsplan; "
    "Selbsthilfekontaktstellen, Schwangerschaftsberatung, Krankenversicherungsschutz werden ausführlich vorgestellt.",
    "polish": "Dostęp do opieki zdrowotnej jest podstawowym prawem każdego mieszkańca. Gmina wraz z mieszkańcami "
    "przygotowuje plan zdrowotny oraz śledzi jego realizację. Spotkania odbywają się co miesiąc.",
    "turkish": "Sağlık hizmetlerine erişim herkes için temel bir haktır. Belediye, mahalle sakinleri ile birlikte bir "
    "sağlık planı hazırlar ve bu planın uygulanmasını izler. Toplantılar her ay yapılır.",
    "creole": "Tout moun ni dwa jwenn swen é sanblé pou palé di lasanté adan katyé-la. Lanmèri ka fè rankont chak mwa, "
    "tout moun envité pou vini pawòlé. Manjé a timoun, lasanté lèspri é swen pou granmoun sé sijè ki pli enpòtan.",
    "arabic": "الحصول على الرعاية الصحية حق أساسي لكل شخص مقيم في الحي وتعد البلدية مع السكان خطة صحية وتتابع تنفيذها "
    "وتعقد الاجتماعات كل شهر والجميع مدعوون للمشاركة فيها ويمكن طلب المساعدة في فهم الوثائق",
    "ukrainian": "Доступ до медичної допомоги є основним правом кожного мешканця. Громада разом із мешканцями готує план "
    "здоровя та стежить за його виконанням. Зустрічі відбуваються щомісяця, запрошені всі.",
    "capitals": FRENCH.upper(),
    "short": "Xqzw kjrt",
    "bullets": "\uf0b7 " * 8 + FRENCH,
    "empty": "",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_strange_is_not_garbled(text: str) -> None:
    """What no French dictionary knows is left alone."""
    assert not is_garbled(text)


def test_no_page_of_the_corpus_is_garbled() -> None:
    """As pypdf's plain text has the first page of each publication."""
    pages = [
        path.name for path in sorted(CORPUS.glob("*/*.pdf")) if is_garbled(PdfReader(path).pages[0].extract_text())
    ]
    assert not pages


@pytest.mark.parametrize("step", range(1, 26))
def test_shifted_alphabets_are_garbled(step: int) -> None:
    """Every Caesar shift of a French page."""
    shift = {
        ord(letter): alphabet[(position + step) % 26]
        for alphabet in (string.ascii_lowercase, string.ascii_uppercase)
        for position, letter in enumerate(alphabet)
    }
    assert is_garbled(FRENCH.translate(shift))


def test_glyph_numbers_read_as_characters_are_garbled() -> None:
    """Codes 29 lower, the usual fault of a subset font without its map: « /H FRQWUDW »."""
    assert is_garbled("".join(chr(ord(c) - 29) if " " < c < "\x7f" else c for c in FRENCH))


def test_shuffled_alphabets_are_nearly_all_garbled() -> None:
    """Random substitutions; the few that leave vowels among vowels may pass."""
    chance = random.Random(5)
    found = 0
    for _ in range(60):
        letters = list(string.ascii_lowercase)
        chance.shuffle(letters)
        found += is_garbled(FRENCH.lower().translate(str.maketrans(string.ascii_lowercase, "".join(letters))))
    assert found >= 55


@pytest.mark.parametrize(
    "glyph", ["\ufffd", "\ue012", "(cid:12)", "\x03"], ids=["replacement", "private", "cid", "control"]
)
def test_characters_that_no_text_has_are_garbled(glyph: str) -> None:
    """When they are a fair part of the page; a few of them (icons, a lost ligature) are not."""
    assert is_garbled(FRENCH.replace("e", glyph))
    assert not is_garbled(FRENCH.replace("j", glyph))


def test_letters_of_several_alphabets_in_a_word_are_garbled() -> None:
    """Latin, Greek and Cyrillic together."""
    assert is_garbled(FRENCH.translate(str.maketrans("eas", "жωд")))
