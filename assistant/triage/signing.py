"""Signatures that no closing formula of mail programs announces: « merciii, Élodie », « Corine, collectif santé »."""

from __future__ import annotations

import re

_COURTESY = re.compile(
    r"^(?:(?:encore |un grand |mille |avec (?:mes|tous mes) )?(?:merci+s?|remerciements|bisous?|bises?|salutations)\b"
    r"(?: (?:beaucoup|encore|bien|infiniment|d['’]avance|par avance|à (?:vous|tous|toutes)|et\b.{1,40}"
    r"|pour (?:votre|tout|vos|ton)\b.{0,40}))?|à (?:très )?(?:vite|bientôt)|a (?:tres )?(?:vite|bientot)"
    r"|(?:bonne|belle|excellente) (?:journée|semaine|soirée|fin de \w{1,10})(?: et\b.{1,40})?|respectueusement"
    r"|(?:bien )?à (?:vous|toi)|cordialement)\s?[,.!]{0,3}$",
    re.IGNORECASE,
)
_FORENAME = r"[A-ZÀ-ÖØ-Þ][\w'’-]{0,24}\.?"
_NAME = rf"(?:(?:Dr|Pr|Me|Mme|Mlle|M\.)\s)?{_FORENAME}(?:\s{_FORENAME}){{0,3}}"
_PERSON = re.compile(rf"^{_NAME}(?:\s?[,–—-]\s?[^.?!:;]{{2,100}})?$")
"""« Clara Lantieri », « Mireille Lagarde, trésorière », « Ludo »."""
_PERSON_AND_JOB = re.compile(rf"^{_NAME}(?:\s[^.?!:;]{{2,100}})?$")
"""« Pierre D. chargé de projet »: only right below a formula."""
_TEAM = re.compile(
    r"^(?:l['’]|la |le |les )?(?:équipe|service|mission|direction|pôle|secrétariat|présidence|comité|bureau"
    r"|(?:réseau|collectif|association|fédération|centre|ville|mairie|département) )[^.?!:;]{0,80}$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:salle|place|rue|avenue|boulevard|mairie|maison|entrée|inscriptions?|contacts?|date|lieu|bonjour|bonsoir|merci"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|pièces?|objet|madame|monsieur|programme|public|ps|nb|oui|non"
    r"|ok|urgent|gratuit|offre|poste|appel|voir|cf|ci|espace|théâtre|hôtel|gymnase|stade|parc|quartier|http\w*)\b",
    re.IGNORECASE,
)
_MOST_LINES = 4
_LONGEST_LINE = 110


def signed(body: str) -> tuple[str, str]:
    """Part a message's last lines from it when they are somebody's name.

    Args:
        body: What the author wrote, a signature under a closing formula already taken off.

    Returns:
        The text, and the signature; the latter is empty when the last lines are text.
    """
    lines = body.splitlines()
    written = [number for number, line in enumerate(lines) if line.strip()]
    start = _start(lines, written)
    if start is None or start == written[0]:
        return body, ""
    return "\n".join(lines[:start]).rstrip(), "\n".join(lines[start:]).strip("\n")


def _start(lines: list[str], written: list[int]) -> int | None:
    """Number of the line where the signature begins; `None` when there is none."""
    for count in range(min(_MOST_LINES, len(written) - 1), 0, -1):
        above, block = written[-count - 1], written[-count:]
        texts = [lines[number].strip() for number in block]
        if any(len(text) > _LONGEST_LINE or _NO_NAME.match(text) for text in texts):
            continue
        if _COURTESY.match(lines[above].strip()):
            if _PERSON_AND_JOB.match(texts[0]) or _TEAM.match(texts[0]):
                return above
        elif block[0] > above + 1 and _follows_all(block) and all(_PERSON.match(t) or _TEAM.match(t) for t in texts):
            return block[0]
    return None


def _follows_all(block: list[int]) -> bool:
    return block[-1] - block[0] == len(block) - 1
