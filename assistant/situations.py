"""The sure words of a question that must not be answered from publications, however close these come.

A person in distress, an emergency, somebody's private data, a hidden instruction. These rules decide before any model,
whatever embedding model is used. What they leave is told apart by `assistant.refusal`: from the question's vector and
its wording with the embedding model that `refusal_model.json` was trained with, from its wording alone with another
(until `evals.calibration` is run again).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answers import Reason
from indexer.french import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_PERSON = (
    r"(?:ils?|elles?|quelqu un|gens?|personnes?|hommes?|femmes?|dames?|messieurs?|monsieur|mesdames?|enfants?|bebes?|"
    r"nourrissons?|nouveau nes?|gamine?s?|gosses?|garcons?|filles?|fils|ados?|adolescente?s?|jeunes?|etudiante?s?|"
    r"eleves?|"
    r"collegiene?s?|collegienn?e?s?|lyceenn?e?s?|habitante?s?|habitue[es]*|usagere?s?|usagers?|usageres?|patiente?s?|"
    r"residente?s?|locataires?|voisine?s?|beneficiaires?|adherente?s?|participante?s?|benevoles?|stagiaires?|"
    r"collegues?|"
    r"salarie[es]*|agents?|mari|epou(?:x|se)|conjointe?|compagn(?:on|e)|copine?s?|copains?|amie?s?|meres?|mamans?|"
    r"peres?|"
    r"papas?|parents?|freres?|soeurs?|cousine?s?|oncle|tante|grands? (?:meres?|peres?)|seniors?|retraite[es]*|"
    r"migrante?s?|"
    r"sdf|sans abri|detenu[es]*|allocataires?|consultante?s?|visiteu(?:r|se)s?|passante?s?)"
)
_SAYS = (
    r"(?:(?:me|m|nous|lui|leur|a|vient de|viens d|vient d) )*(?:dit|dire|disait|avoue|avouer|confie|confier|ecrit|"
    r"ecrire|"
    r"annonce|annoncer|explique|expliquer|repete|repeter|raconte|raconter|apprendre|appris|appele|appelle|jure)"
)
_HARM_ONESELF = (
    r"(?:mourir|(?:se|s) (?:tuer|suicider|pendre|foutre en l? ?air|faire du mal|jeter (?:par|du|sous|dans)|ouvrir les "
    r"veines)|"
    r"suicider|ouvrir les veines|en finir(?! avec (?!la vie|tout|ca))|tout arreter|mettre fin a (?:ses|leurs) jours|"
    r"passer a l? ?acte|sauter "
    r"(?:du|de la|par la|dans le vide)|plus (?:etre la|vivre))"
)
_CRISIS = (
    r"(?:malaises?|avc|arrets? (?:cardiaque|respiratoire)|infarctus|crises? (?:cardiaque|convulsive|(?:d )?epilepsie|"
    r"(?:d )?asthme|(?:de )?convulsions?|(?:de )?tetanie)|convulsions?|over ?doses?|surdoses?|hemorragies?|"
    r"(?:choc|reaction|oedeme) (?:anaphylactique|allergique|de quincke)|tentatives? de suicide|ts)"
)
_SWALLOWED = (
    r"(?:medicaments?|cachets?|comprimes?|pilules?|gelules?|somniferes?|tranquillisants?|anxiolytiques?|"
    r"antidepresseurs?|"
    r"neuroleptiques?|paracetamol|doliprane|insuline|methadone|boites?|plaquettes?|javel|lessive|detergents?|"
    r"deboucheur|"
    r"white spirit|essence|antigel|acide|soude|poison|mort aux rats|desherbant|pesticides?|piles?|"
    r"produits? (?:menagers?|toxiques?|d? ?entretien|vaisselle|chimiques?)|champignons? (?:toxiques?|veneneux))"
)
_TOO_MUCH = (
    r"(?:trop|plein|beaucoup|tou(?:s|te|t)|plusieurs|une? (?:tas|boite|plaquette|poignee|surdose)|\d+|"
    r"(?:deux|trois) boites)"
)
_NOW = r"(?:est|sont|etait|reste|gisait|git|suis|retrouvee?|trouvee?)"
_REPORTING = re.compile(
    r"\b(?:combien|quelle? (?:est (?:la|le) )?(?:part|proportion|pourcentage|taux|nombre|frequence)|chiffres?|"
    r"statistiques?|"
    r"(?:dit|disent|sait|savent) (?:on|les?|la|vos|nos|des|l)\b|selon|d apres|(?:publications?|notes?|fiches?|etudes?|"
    r"enquetes?|documents?|articles?|avis|rapports?|protocoles?|procedures?|dispositifs?|programmes?|formations?) "
    r"(?:sur|qui|pour|quand|lorsqu|si|de|des|du|a|parl\w+|existe\w*)|part des|proportion (?:de|des)|"
    r"(?:reperer|former|depister) (?:une?|des|les?|la)) "
)
"""Before such words in the same sentence, something is asked about people in general."""
_SENTENCE = re.compile(r"[.!?;\n]+")

REPORTED: Mapping[Reason, re.Pattern[str]] = {
    # What happens to somebody, told by who writes. Over one sentence at a time, and unless `_REPORTING` comes before.
    Reason.EMERGENCY: re.compile(
        rf"\b(?:vien(?:t|s|nent)|venait)(?: de)? (?:nous )?(?:(?:re)?faire|avoir) (?:un |une |des )?(?:\w+ "
        rf")?{_CRISIS}\b|"
        rf"\b(?:en train de faire|(?<!ont )(?<!avoir )(?<!ayant )fai[ts]) (?:un |une |des )(?:gros(?:se)? |grave )?"
        rf"(?!tentative|ts\b){_CRISIS}\b(?! (?:social|institutionnel|collectif))|\ben (?:arret cardiaque|overdose)\b|"
        rf"\b(?:j?ai|a|as|avait|aurait|vien[ts] de|vien[ts]|avoir|aient|ont) (?:\w+ment )?(?:avale|bu|ingere|absorbe|"
        rf"gobe|"
        rf"avaler|boire|ingerer|absorber)e?s? (?:\w+ ){{0,5}}{_SWALLOWED}\b|"
        rf"\b(?:vien[ts] de prendre|pris|prit) (?:{_TOO_MUCH} )(?:\w+ ){{0,4}}{_SWALLOWED}\b|"
        rf"\bvien[ts] de prendre (?:\w+ ){{0,4}}{_SWALLOWED}\b|"
        rf"\b{_SAYS} (?:{_PERSON} )?(?:a|avait|avoir) pris (?:\w+ ){{0,4}}{_SWALLOWED}\b|"
        rf"\brespire(?:nt)? (?:presque )?(?:plus|pas|tres mal|mal)\b(?! (?:l|le|la|les|un|une|du|de)\b)|"
        rf"\b(?:arrive|parvient) (?:plus|pas) a respirer\b|\b(?:a|ai) du mal a respirer\b|"
        rf"\b(?:perd|perdu|perdre|repris|reprend) (?:pas |plus |brusquement |subitement )?connaissance\b(?! (?:de|du|"
        rf"des)\b)|"
        rf"\b{_PERSON} (?:\w+ ){{0,2}}(?:est (?:effondree?|en train de mourir|mourante?)|meurt)\b|"
        rf"\b{_PERSON} (?:\w+ ){{0,4}}(?:{_NOW} (?:\w+ ){{0,2}}(?:inconsciente?|inanimee?|evanouie?|"
        rf"dans les pommes|brulee? vive?|electrocutee?)|convulse|suffoque|etouffe|saigne)\b|"
        rf"\btombee? dans les pommes\b|\bvien[ts] de (?:se |s )?(?:evanouir|effondrer|noyer|electrocuter|bruler)\b|"
        rf"\ben train (?:de |d )?(?:se |s )?(?:etouffer|noyer|convulser|suffoquer|accoucher|vider de son sang)\b|"
        rf"\b(?:perdu|perd|perdre) (?:les eaux|(?:beaucoup|plein) de sang|tout son sang)\b|\bsaigne(?:r)? (?:beaucoup|"
        rf"abondamment|enormement|sans arret|fort)\b|\b(?:a|ai) (?:tres |super )?mal (?:a la|dans la|au niveau de la) "
        rf"poitrine\b|"
        rf"\b(?:a|ai|ressent|avec) (?:une |des )?(?:\w+ )?douleurs? (?:\w+ ){{0,2}}(?:a la poitrine|dans la poitrine|"
        rf"dans le bras gauche|thoraciques?)\b|\b(?:bouche|visage|figure) (?:de travers|paralysee?|deformee?)\b|"
        rf"\b(?:parle|bouge|reagit|repond) (?:plus|pas) (?:\w+ ){{0,4}}(?:bras|visage|bouche|inerte|au sol|par "
        rf"terre)\b|"
        rf"\b(?:ouvert|taille|coupe|tranche) les veines\b|\best pendue?\b|\b{_PERSON} (?:\w+ ){{0,3}}(?:est|monte|"
        rf"montee?) (?:debout )?sur "
        rf"le (?:toit|rebord|parapet)\b|\b(?:vient de se faire|a ete|est fait) (?:poignarde[er]?|poignardee|"
        rf"renverser? par|"
        rf"renversee? par|tirer? dessus|tabasse[er]?|electrocute[er]?)\b|\b(?:a|avec|sort|sorti|brandit) (?:un|une) "
        rf"(?:couteau|arme|hache|fusil)\b|\bvien[ts] de (?:tenter|essayer) de (?:se |s )?(?:suicider|tuer|pendre|"
        rf"mettre fin)\b|\b(?:dois je|on doit|faut il que j|je dois) appel\w+ (?:le (?:15|112|samu)|les "
        rf"(?:pompiers|secours)|une ambulance)\b"
    ),
    Reason.DISTRESS: re.compile(
        rf"\b{_PERSON} (?:(?:\w+) ){{0,5}}?(?:veut|veulent|voudrait|va|parle|parlent|pense|songe|envisage|menace|"
        rf"evoque|rumine|desire|decide|(?:a|avait|ai) envie|vouloir|voulait|pensait|parlait|menacait|prefere|"
        rf"preferait) "
        rf"(?:(?:de|d|a|vouloir|serieusement|souvent|sans cesse|tout le temps) )*{_HARM_ONESELF}\b|"
        rf"\bqui (?:veut|voudrait|pense a|parle de|menace de) (?:mourir|(?:se |s )?suicider|se tuer|se pendre)\b|"
        rf"\b{_SAYS} (?:{_PERSON} )?(?:vouloir|veut|voulait|penser a|songer a|allait|va) (?:de )?{_HARM_ONESELF}\b|"
        rf"\b(?:a|ai|avait|avoir) (?:souvent |toujours |encore )?(?:des |ses |de )?(?:idees?|pensees?|envies?) "
        rf"(?:tres )?"
        rf"(?:noires?|suicidaires?|de (?:mort|suicide|mourir))\b|\b{_PERSON} (?:\w+ ){{0,4}}(?:est|semble|parait|suis) "
        rf"(?:tres |vraiment )?suicidaire\b|\b(?:mon|son|un) (?:mari|conjoint|compagnon|copain|ex|pere|frere|fils) "
        rf"(?:me|la|le|nous|l|m a|l a) (?:frappe|bat|tape|cogne|viole|menace|etrangle)e?\b|\bse (?:scarifie|mutile)\b|"
        rf"\b(?:veux|veut) (?:plus|pas) (?:vivre|continuer a vivre)\b|\b(?:plus|pas) (?:la )?(?:envie|force) (?:de "
        rf")?vivre\b"
    ),
}

RULES: Mapping[Reason, re.Pattern[str]] = {
    # Over levelled words (no accents, no apostrophes). Short and sure on purpose: missing a person in distress
    # is the worst error here, so these words decide whatever the classifier thinks.
    Reason.DISTRESS: re.compile(
        r"\b(?:je|j) (?:veux|voudrais|vais|ai envie de|pense a|songe a) (?:mourir|me tuer|me suicider|en finir|"
        r"me foutre en l air|disparaitre)\b|\b(?:envie|idees?) (?:de mourir|de me tuer|d en finir|de suicide)\b|"
        r"\b(?:me suicider|me tuer|en finir avec la vie|mettre fin a mes jours)\b"
    ),
    # A social security number is neither read nor kept, whatever is asked about it.
    Reason.PERSONAL_DATA: re.compile(r"\b(?:secu|securite sociale|nir|carte vitale)\b.*\b[12] ?\d\d ?\d\d\b"),
    Reason.INJECTION: re.compile(
        r"\b(?:ignore|oublie|ne tiens? pas compte de|fais abstraction de)z? (?:toutes? )?(?:tes|vos|les|ces) "
        r"(?:\w+ )?(?:instructions?|consignes?|regles?)\b|\bprompt systeme\b|\bsystem prompt\b|\bmode (?:developpeur|"
        r"debug|dan)\b|^system\b|\b(?:tes|vos) (?:instructions|consignes) (?:internes|systeme|cachees)\b"
    ),
}


def ruled(text: str) -> Reason | None:
    """What the sure words of a question tell; `None` when there are none."""
    levelled = " ".join(words(text))
    sure = next((reason for reason, pattern in RULES.items() if pattern.search(levelled)), None)
    return sure or _reported(text)


def _reported(text: str) -> Reason | None:
    """What somebody is told to live through; an emergency before distress, whichever comes first."""
    sentences = [" ".join(words(sentence)) for sentence in _SENTENCE.split(text)]
    for reason, pattern in REPORTED.items():
        found = ((sentence, pattern.search(sentence)) for sentence in sentences)
        if any(match and not _REPORTING.search(sentence[: match.start()]) for sentence, match in found):
            return reason
    return None
