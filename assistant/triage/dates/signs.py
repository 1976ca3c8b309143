"""What a whole message says, levelled: that it is urgent, that it asks, invites, or has something told to others."""

from __future__ import annotations

import re

URGENT = re.compile(
    r"\burgen(?:t|te|ts|tes|ce)\b|\basap\b|\bau plus vite\b|\bau plus tot\b|\bdes que possible\b|\brapidement\b|"
    r"\breponse rapide\b|"
    r"\bdans les (?:plus brefs|meilleurs) delais\b|\bsans (?:delai|attendre)\b|\bau plus presse\b|\btres pressee?s?\b|"
    r"\bfaire (?:tres )?vite\b|\ble temps presse\b"
)
NOT_URGENT = re.compile(
    r"(?:\bpas (?:d'|du tout |tres |si |forcement |vraiment )?|\brien d'|\bsans |\baucune |\bmoins |\b(?:numeros?|"
    r"hebergements?|accueils?|"
    r"etat|medecine|situations?|services?|aides?|logements?|plan|appels?|cellules?|psychiatri\w+|soins|lits?) d')$"
)
"""Right before such words: there is no hurry, or they name something else (« hébergement d'urgence »)."""
RELAYED = re.compile(
    r"\b(?:relay|relai|diffus|annonc|agenda|newsletter|votre lettre|prochaine lettre|lettre d'info|publi(?:er|"
    r"ez)\b|inscri|"
    r"entree libre|votre site|mettre en avant|vos reseaux|save the date|faire connaitre|faire suivre|faire circuler|"
    r"affiche|partager|le dire (?:autour|au|aux|a)\b|autour de vous|fai(?:tes|re) passer|passer le mot|au courant|"
    r"un (?:petit )?echo\b|une (?:petite )?ligne|marque chez vous|caser\b|candidat|fiche de poste|offre d'emploi|"
    r"recrut|"
    r"vous avez (?:tenu|organis))"
)
"""Somewhere in a message: it has something told; its days are not those by which it needs an answer."""
INVITING = re.compile(
    r"\b(?:accepte(?:z|riez)\b|serez\b|invit|interven(?:ir|ant|tion|iez)|particip|venir\b|vienne\b|viendr|"
    r"anim(?:er|iez)\b|"
    r"y (?:entendre|accueillir|occuper)|pour parler (?:a|au|aux|de|devant)\b|co-?organis|co-?constru|quelqu'un de|"
    r"partant|temoign|rejoindre|conferenci|orat(?:eur|rice)|capable (?:de |d')|en direct\b)"
)
"""The same of a message that has somebody come: the day of its event is no limit."""
YOURS = re.compile(r"\b(?:votre|vos|organis\w+|convocation|chez vous|dispo|disponible)\b")
ASKED = re.compile(
    r"\?|\b(?:pouvez|pourriez|pourrait|besoin|cherch|auriez|avez[- ]vous|merci d|voudr|souhait|aimer(?:ais|ions|"
    r"ait)|il (?:me|nous) (?:faut|manque)|"
    r"please|could you|demand|envoyez|donnez|indiqu|svp|dites|rappel|confirm)"
)
"""Somewhere in a message: something is wanted of who reads."""
PROXY = re.compile(
    r"\bdonner (?:pouvoir|ma procuration)\b|\b(?:mon|notre|un|de) pouvoir\b(?! d)|"
    r"\bpouvoir (?:pour|joint|signe)|\bprocuration\b"
)
"""Somebody gives a vote: of use until the assembly."""
