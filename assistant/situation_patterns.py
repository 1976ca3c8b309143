"""What somebody writes of a person in danger, over words without accents nor apostrophes (« vient d evanouir »).

One way of telling it on each line; which of them decide, and when, is `assistant.situations`'s.
"""

from __future__ import annotations

from typing import Final


def any_of(*ways: str) -> str:
    """A pattern for one of several."""
    return f"(?:{'|'.join(ways)})"


def any_word(*lines: str) -> str:
    """A pattern for one of the words of lines, which spaces part; « _ » is a space inside a name."""
    return any_of(*(word.replace("_", " ") for line in lines for word in line.split()))


PERSON: Final = any_word(
    "ils? elles? quelqu_un gens? personnes? hommes? femmes? dames? messieurs? monsieur mesdames?",
    "enfants? bebes? nourrissons? nouveau_nes? gamine?s? gosses? garcons? filles? fils ados? adolescente?s? jeunes?",
    "etudiante?s? eleves? collegiene?s? collegienn?e?s? lyceenn?e?s?",
    "mari epou(?:x|se) conjointe? compagn(?:on|e) copine?s? copains? amie?s? voisine?s?",
    "meres? mamans? peres? papas? parents? freres? soeurs? cousine?s? oncle tante grands?_(?:meres?|peres?)",
    "habitante?s? habitue[es]* usagere?s? usagers? usageres? patiente?s? residente?s? locataires? beneficiaires?",
    "adherente?s? participante?s? benevoles? stagiaires? collegues? salarie[es]* agents? allocataires?",
    "seniors? retraite[es]* migrante?s? sdf sans_abri detenu[es]* consultante?s? visiteu(?:r|se)s? passante?s?",
)
_SAYS: Final = r"(?:(?:me|m|nous|lui|leur|a|vient de|viens d|vient d) )*" + any_word(
    "dit dire disait avoue avouer confie confier ecrit ecrire annonce annoncer explique expliquer",
    "repete repeter raconte raconter apprendre appris appele appelle jure",
)
_HARM_ONESELF: Final = any_of(
    r"mourir",
    r"(?:se|s) (?:tuer|suicider|pendre|foutre en l? ?air|faire du mal|jeter (?:par|du|sous|dans)|ouvrir les veines)",
    r"suicider",
    r"ouvrir les veines",
    r"en finir(?! avec (?!la vie|tout|ca))",
    r"tout arreter",
    r"mettre fin a (?:ses|leurs) jours",
    r"passer a l? ?acte",
    r"sauter (?:du|de la|par la|dans le vide)",
    r"plus (?:etre la|vivre)",
)
_CRISIS: Final = any_of(
    r"malaises?",
    r"avc",
    r"ts",
    r"infarctus",
    r"arrets? (?:cardiaque|respiratoire)",
    r"crises? (?:cardiaque|convulsive|(?:d )?epilepsie|(?:d )?asthme|(?:de )?convulsions?|(?:de )?tetanie)",
    r"convulsions?",
    r"over ?doses?",
    r"surdoses?",
    r"hemorragies?",
    r"(?:choc|reaction|oedeme) (?:anaphylactique|allergique|de quincke)",
    r"tentatives? de suicide",
)
_SWALLOWED: Final = any_word(
    "medicaments? cachets? comprimes? pilules? gelules? boites? plaquettes? somniferes? tranquillisants?",
    "anxiolytiques? antidepresseurs? neuroleptiques? paracetamol doliprane insuline methadone",
    "javel lessive detergents? deboucheur white_spirit essence antigel acide soude poison mort_aux_rats desherbant",
    "pesticides? piles? produits?_(?:menagers?|toxiques?|d?_?entretien|vaisselle|chimiques?)",
    "champignons?_(?:toxiques?|veneneux)",
)
_TOO_MUCH: Final = any_of(
    "trop",
    "plein",
    "beaucoup",
    "tou(?:s|te|t)",
    "plusieurs",
    "une? (?:tas|boite|plaquette|poignee|surdose)",
    r"\d+",
    "(?:deux|trois) boites",
)
_IS_NOW: Final = any_word("est sont etait reste gisait git suis retrouvee? trouvee?")
_UNCONSCIOUS: Final = any_of(
    "inconsciente?", "inanimee?", "evanouie?", "dans les pommes", "brulee? vive?", "electrocutee?"
)
_HAS_SWALLOWED: Final = (
    r"(?:j?ai|a|as|avait|aurait|vien[ts] de|vien[ts]|avoir|aient|ont) (?:\w+ment )?"
    r"(?:avale|bu|ingere|absorbe|gobe|avaler|boire|ingerer|absorber)e?s?"
)
_ATTACKED: Final = any_of(
    "poignarde[er]?",
    "poignardee",
    "renverser? par",
    "renversee? par",
    "tirer? dessus",
    "tabasse[er]?",
    "electrocute[er]?",
)
_WANTS: Final = any_of(
    "veut|veulent|voudrait|vouloir|voulait|desire|(?:a|avait|ai) envie|prefere|preferait",
    "pense|pensait|songe|envisage|rumine|evoque|parle|parlent|parlait|menace|menacait|decide|va",
)
_WAY_THERE: Final = "(?:(?:de|d|a|vouloir|serieusement|souvent|sans cesse|tout le temps) )*"

EMERGENCY: Final = (
    rf"(?:vien(?:t|s|nent)|venait)(?: de)? (?:nous )?(?:(?:re)?faire|avoir) (?:un |une |des )?(?:\w+ )?{_CRISIS}",
    (
        r"(?:en train de faire|(?<!ont )(?<!avoir )(?<!ayant )fai[ts]) (?:un |une |des )(?:gros(?:se)? |grave )?"
        rf"(?!tentative|ts\b){_CRISIS}\b(?! (?:social|institutionnel|collectif))"
    ),
    r"en (?:arret cardiaque|overdose)",
    rf"{_HAS_SWALLOWED} (?:\w+ ){{0,5}}{_SWALLOWED}",
    rf"(?:vien[ts] de prendre|pris|prit) (?:{_TOO_MUCH} )(?:\w+ ){{0,4}}{_SWALLOWED}",
    rf"vien[ts] de prendre (?:\w+ ){{0,4}}{_SWALLOWED}",
    rf"{_SAYS} (?:{PERSON} )?(?:a|avait|avoir) pris (?:\w+ ){{0,4}}{_SWALLOWED}",
    r"respire(?:nt)? (?:presque )?(?:plus|pas|tres mal|mal)\b(?! (?:l|le|la|les|un|une|du|de)\b)",
    r"(?:arrive|parvient) (?:plus|pas) a respirer",
    r"(?:a|ai) du mal a respirer",
    r"(?:perd|perdu|perdre|repris|reprend) (?:pas |plus |brusquement |subitement )?connaissance\b(?! (?:de|du|des)\b)",
    rf"{PERSON} (?:\w+ ){{0,2}}(?:est (?:effondree?|en train de mourir|mourante?)|meurt(?! pas))",
    rf"{PERSON} (?:\w+ ){{0,4}}(?:{_IS_NOW} (?:\w+ ){{0,2}}{_UNCONSCIOUS}|convulse|suffoque|etouffe|saigne)",
    r"tombee? dans les pommes",
    r"vien[ts] de (?:se |s )?(?:evanouir|effondrer|noyer|electrocuter|bruler)",
    r"en train (?:de |d )?(?:se |s )?(?:etouffer|noyer|convulser|suffoquer|accoucher|vider de son sang)",
    r"(?:perdu|perd|perdre) (?:les eaux|(?:beaucoup|plein) de sang|tout son sang)",
    r"saigne(?:r)? (?:beaucoup|abondamment|enormement|sans arret|fort)",
    r"(?:a|ai) (?:tres |super )?mal (?:a la|dans la|au niveau de la) poitrine",
    (
        r"(?:a|ai|ressent|avec) (?:une |des )?(?:\w+ )?douleurs? (?:\w+ ){0,2}"
        r"(?:a la poitrine|dans la poitrine|dans le bras gauche|thoraciques?)"
    ),
    r"(?:bouche|visage|figure) (?:de travers|paralysee?|deformee?)",
    r"(?:parle|bouge|reagit|repond) (?:plus|pas) (?:\w+ ){0,4}(?:bras|visage|bouche|inerte|au sol|par terre)",
    r"(?:ouvert|taille|coupe|tranche) les veines",
    r"est pendue?",
    rf"{PERSON} (?:\w+ ){{0,3}}(?:est|monte|montee?) (?:debout )?sur le (?:toit|rebord|parapet)",
    rf"(?:vient de se faire|a ete|est fait) {_ATTACKED}",
    r"(?:a|avec|sort|sorti|brandit) (?:un|une) (?:couteau|arme|hache|fusil)",
    r"vien[ts] de (?:tenter|essayer) de (?:se |s )?(?:suicider|tuer|pendre|mettre fin)",
    (
        r"(?:dois je|on doit|faut il que j|je dois) appel\w+ "
        r"(?:le (?:15|112|samu)|les (?:pompiers|secours)|une ambulance)"
    ),
)
"""Somebody whose life may be at stake now."""

DISTRESS: Final = (
    rf"{PERSON} (?:(?:\w+) ){{0,5}}?{_WANTS} {_WAY_THERE}{_HARM_ONESELF}",
    r"qui (?:veut|voudrait|pense a|parle de|menace de) (?:mourir|(?:se |s )?suicider|se tuer|se pendre)",
    rf"{_SAYS} (?:{PERSON} )?(?:vouloir|veut|voulait|penser a|songer a|allait|va) (?:de )?{_HARM_ONESELF}",
    (
        r"(?:a|ai|avait|avoir) (?:souvent |toujours |encore )?(?:des |ses |de )?(?:idees?|pensees?|envies?) (?:tres )?"
        r"(?:noires?|suicidaires?|de (?:mort|suicide|mourir))"
    ),
    rf"{PERSON} (?:\w+ ){{0,4}}(?:est|semble|parait|suis) (?:tres |vraiment )?suicidaire",
    (
        r"(?:mon|son|un) (?:mari|conjoint|compagnon|copain|ex|pere|frere|fils) "
        r"(?:me|la|le|nous|l|m a|l a) (?:frappe|bat|tape|cogne|viole|menace|etrangle)e?"
    ),
    r"se (?:scarifie|mutile)",
    r"(?:veux|veut) (?:plus|pas) (?:vivre|continuer a vivre)",
    r"(?:plus|pas) (?:la )?(?:envie|force) (?:de )?vivre",
)
"""Somebody who may harm themselves, or whom somebody harms."""

IN_GENERAL: Final = (
    r"combien",
    r"quelle? (?:est (?:la|le) )?(?:part|proportion|pourcentage|taux|nombre|frequence)",
    r"chiffres?",
    r"statistiques?",
    r"part des",
    r"proportion (?:de|des)",
    r"selon",
    r"d apres",
    r"(?:dit|disent|sait|savent) (?:on|les?|la|vos|nos|des|l)\b",
    any_word(
        "publications? notes? fiches? etudes? enquetes? documents? articles? avis rapports?",
        "protocoles? procedures? dispositifs? programmes? formations?",
    )
    + r" (?:sur|qui|pour|quand|lorsqu|si|de|des|du|a|parl\w+|existe\w*)",
    r"(?:reperer|former|depister) (?:une?|des|les?|la)",
)
"""Asks of people in general, when it comes first: how many, what publications say of it, how to train."""
