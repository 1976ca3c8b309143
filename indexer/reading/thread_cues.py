"""What mail programs write around words, in French and in English: patterns for `indexer.reading.threads`.

Collected from the messages of Outlook, Outlook on the web, Gmail, Thunderbird, Apple Mail, Zimbra, Roundcube, Yahoo
and Orange. All are matched against a line without the spaces around it, of bounded length: none needs more than
linear time on a hostile line.
"""

from __future__ import annotations

import re

MARK = re.compile(r"^>")
MARKS = re.compile(r"^\s{0,3}(?:>\s?)+")
"""`>` signs in front of a quoted line, one for each level."""

_FORWARD = (
    r"forwarded message|message transf[ée]r[ée]|message r[ée]exp[ée]di[ée]|(?:e-?mail|courriel|mail) transf[ée]r[ée]"
)
_ORIGINAL = (
    r"original message|original appointment|message d['’]origine|rendez-vous d['’]origine|message pr[ée]c[ée]dent"
    r"|(?:message|e-?mail|courriel|mail) (?:original|initial)"
)
DIVIDER = re.compile(rf"^-{{2,}}\s?(?:{_FORWARD}|{_ORIGINAL})\b[^-]{{0,60}}(?:-*$|-{{2,}})", re.IGNORECASE)
"""« -----Message d’origine----- », « ---------- Forwarded message --------- », perhaps with the header behind it."""
BEGINS = re.compile(
    r"^(?:début du (?:message|courriel|mail) (?:transféré|réexpédié)|begin forwarded message)\s?:?$", re.IGNORECASE
)
"""Apple Mail: « Début du message transféré : »."""
FORWARDED = re.compile(rf"\b(?:{_FORWARD}|début du (?:message|courriel|mail) (?:transféré|réexpédié))\b", re.IGNORECASE)
RULE = re.compile(r"^[_\-=*]{10,}$")
"""The line that Outlook draws above a quoted header."""

_ADDRESS = r"<[^<>\s@]{1,80}@[^<>\s@]{1,80}>"
WROTE = re.compile(
    r"^(?:le|on)\s(?=.*(?:\d{1,2}\s?[:h]\s?\d{2}|\b(?:19|20)\d{2}\b|@)).{4,300}\s(?:a\s+écrit|wrote)\s?:?$"
    rf"|^.{{0,100}}{_ADDRESS}.{{0,60}}\s(?:a\s+écrit|wrote)(?:\s.{{0,40}}\d.{{0,40}})?\s?:$",
    re.IGNORECASE,
)
"""« Le 3 mars 2025 à 10:12, Prénom Nom <adresse> a écrit : », « On …, … wrote: », « Nom <adresse> a écrit : »."""
FIELD = re.compile(
    r"^\*{0,2}(?P<name>de|from|expéditeur|envoyé(?: le| par)?|date|sent|à|a|to|pour|destinataires?|cc|cci|copie|objet"
    r"|subject|sujet|importance|répondre à|reply-to|organisation|pièces? jointes?|attachments?)"
    r"\s?\*{0,2}\s?:\s?\*{0,2}\s?(?P<value>.*)$",
    re.IGNORECASE,
)
"""A line of a quoted header, its name perhaps in bold: « *De :* … »."""
FROM = frozenset({"de", "from", "expéditeur"})
SENT = frozenset({"envoyé", "envoyé le", "sent"})
DATED = SENT | {"date"}
TO_OR_ABOUT = frozenset({"à", "a", "to", "pour", "destinataire", "destinataires", "objet", "subject", "sujet"})
FIELDS_ON_ONE_LINE = re.compile(
    r"^\*{0,2}(?:de|from)\s?\*{0,2}\s?:.{2,300}?\b(?:envoyé(?: le)?|sent|date)\s?\*{0,2}\s?:.{4,200}?"
    r"(?<!\w)(?:à|a|to|objet|subject)\s?\*{0,2}\s?:",
    re.IGNORECASE,
)
"""The same header when a web page's line breaks have become spaces."""

DELIMITER = re.compile(r"^(?:--|—|__)$")
"""What stands above a signature (RFC 3676, 4.3: two hyphens and a space)."""
MOBILE = re.compile(
    r"^(?:envoyé (?:de(?:puis)? (?:mon|ma|l['’]app)|à partir d|avec (?:proton|la messagerie)|par (?:mon|l['’]app))"
    r"|sent (?:from (?:my|outlook|mail|yahoo)|with proton)|(?:obtenez|obtenir|télécharger|get) outlook (?:pour|for)"
    r"|provenance\s?: courrier pour windows)\b.{0,80}$",
    re.IGNORECASE,
)
"""What telephones and programs say of themselves: « Envoyé de mon iPhone »."""
CLOSING = re.compile(
    r"^(?:(?:bien|très|tres|sincèrement|vous souhaitant une|je vous souhaite une) ){0,2}"
    r"(?:cordialement|amicalement|respectueusement|sincèrement|chaleureusement|solidairement|confraternellement"
    r"|bien à (?:vous|toi)|cdlt|cdt|bàv|(?:sincères|cordiales|respectueuses|meilleures|amicales) salutations"
    r"|salutations (?:distinguées|cordiales|respectueuses)|à bientôt|à très bientôt|bonne réception"
    r"|(?:bonne|belle|excellente) (?:fin de )?(?:journée|soirée|semaine|après-midi)|bon week-?end"
    r"|(?:best|kind|warm) regards|regards|(?:yours )?sincerely|best wishes|all the best)\b[^.?!:;]{0,50}[,.!]?$",
    re.IGNORECASE,
)
"""A closing formula, alone on its line."""
THANKS = re.compile(
    r"^(?:en vous remerciant|merci|many thanks|thanks)(?: (?:beaucoup|encore|bien|d['’]avance|par avance))?\s?[,.!]?$",
    re.IGNORECASE,
)
"""Closes a message only when nothing but a name follows."""
POSTSCRIPT = re.compile(r"^(?:p\.?-?\s?s\.?|nb|n\.b\.)\s?[:.–-]", re.IGNORECASE)
ITEM = re.compile(r"^(?:[-*•–▪◦]|\d{1,2}[.)])\s+(?=\S)")
"""What a list's item begins with."""

_THIS = r"(?:ce|cet|cette|le présent) (?:message|courriel|mail|e-?mail|courrier|transmission)"
NOTICE = re.compile(
    rf"{_THIS}\b.{{0,160}}\b(?:confidentiel|strictement (?:personnel|réservé)|usage exclusif"
    r"|exclusivement (?:destiné|à l)|destiné\w{0,2} exclusivement|à l['’](?:intention|attention) exclusive)"
    rf"|(?:re[çc]u|parvenu|destinataire de) {_THIS} par erreur|{_THIS} (?:vous|est).{{0,30}} par erreur"
    r"|si vous n['’](?:en )?êtes pas (?:le|la|l['’]un des|un des)?\s?(?:bons? |véritables? )?destinataire"
    r"|intégrité d(?:e ce|u) (?:message|courriel|mail|e-?mail)\b.{0,60}(?:garanti|assur)"
    r"|les informations contenues dans (?:ce|cet) (?:message|courriel|mail|e-?mail)\b.{0,120}(?:confidentiel|destin)"
    r"|avant d['’]imprimer|n['’]imprimez (?:ce|cet|pas|que)|ne pas imprimer"
    r"|sans virus\W{1,3}www\.|vérifié par le logiciel antivirus|analysé par .{0,30}antivirus"
    r"|this (?:e-?mail|message|communication)\b.{0,160}\b(?:confidential|privileged|intended (?:only|solely))"
    r"|not the intended recipient|received this (?:e-?mail|message) in error"
    r"|consider the environment before printing|virus-free\W{1,3}www\."
    r"|pour (?:se|vous) (?:désinscrire|désabonner) de (?:cette|la|notre) (?:liste|lettre)",
    re.IGNORECASE,
)
"""A sentence of a confidentiality, printing or antivirus notice."""
NOTICE_GOES_ON = re.compile(
    rf"{_THIS}|\b(?:destinataires?|non autorisée?s?|interdite?s?|altéré?s?|falsifié|déformé|virus|responsabilité"
    r"|confidentialité|intended|unauthori[sz]ed|disclosure|liability|recipient)\b",
    re.IGNORECASE,
)
"""A paragraph that carries on the notice above it."""
BANNER = re.compile(
    rf"{_THIS} (?:provient|émane|a été envoyé) d.{{0,60}}(?:extérieur|extern)"
    r"|expéditeur (?:externe|extérieur) à |originated (?:from )?outside",
    re.IGNORECASE,
)
"""The warning that a mail server puts above a message from elsewhere."""
