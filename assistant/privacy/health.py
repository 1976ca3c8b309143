"""The health of one person: what they have, take, suffer, told with who they are in the same clause.

« Je prends un antidépresseur » and « ma sœur entend des voix » are somebody's; « les personnes diabétiques du
territoire » and « la santé mentale des jeunes » are what the association works on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from assistant.privacy.words import folded, is_forename, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.privacy.reading import Span


def _any(*lines: str) -> str:
    """A pattern for one of the words of lines, which spaces part; « _ » is a space inside an expression."""
    return "(?:" + "|".join(word.replace("_", " ") for line in lines for word in line.split()) + ")"


_HOW: Final = "(?: {})?".format(
    _any(
        "nerveuse severe grave chronique aigue? post-partum lourde? rare genetique mentale? moteur psychique",
        "cardiaque renale orpheline auto-immune a_risque difficile pathologique gemellaire medical hormonal",
        "psychiatrique invalidante? intellectuel visuel auditif professionnelle de_crohn de_parkinson d'alzheimer",
        "de_lyme de_charcot bipolaires? alimentaires? anxieux psychiques? du_sommeil du_comportement psychotiques?",
        "articulaires? thoraciques? abdominales?",
    )
)
"""What may qualify an illness, a treatment."""
_STATE: Final = _any(
    "diabetiques? depressi(?:f|ve)s? bipolaires? schizophrenes? psychotiques? autistes? seropositi(?:f|ve)s?",
    "epileptiques? asthmatiques? hypertendue?s? obeses? anorexiques? boulimiques? toxicomanes? alcooliques?",
    "handicapee?s? aveugles? malvoyante?s? sourde?s? malentendante?s? trisomiques? malades? souffrante?s?",
    "enceintes?(?:_de_\\w+_mois)? suicidaires? hospitalisee?s? operee?s?(?:_(?:du|de_la|des)_\\w+)? dialysee?s?",
    "cancereu(?:x|se) insomniaques? agoraphobes? paraplegiques? hemiplegiques? tetraplegiques? dements? dialyse",
    "en_fauteuil(?:_roulant)? en_depression en_chimio(?:therapie)? en_burn-?_?out en_arret_maladie en_cure",
    "en_psychiatrie en_rechute en_remission contaminee?s? infectee?s? alitee?",
    "sous_(?:antidepresseurs?|traitement|neuroleptiques?|anxiolytiques?|lithium|insuline|methadone|subutex|oxygene|morphine)",
    "accro_(?:a|au|aux)_[\\w'-]+ toxico suivie?_en_(?:psy\\w+|\\w+logie|hopital_\\w+|cmp|csapa)",
    "suivie?_(?:au|a_l'|a_la|dans_un)_?(?:cmp\\w*|csapa|hopital\\w*|chu|cattp|centre_de_sante_mentale|clinique)",
    "suivie?_(?:par|chez)_(?:une?_|la_|le_|l'|mon_|ma_|des_)?(?:psy\\w*|medecin|\\w+logue|cmp|csapa|equipe_mobile|infirmi\\w+)",
    "suivie?_pour_(?:une?_|des_|sa_|son_|ma_|mon_)?[\\w'-]+",
    "atteinte?_(?:de|d'|du)_?(?:la_|l'|un_|une_)?[\\w'-]+(?:_en_plaques)? porteu(?:r|se)_du_vih drogue?e?_a_\\w+",
)
_ILLNESSES: Final = _any(
    "diabete(?:_de_type_[12])? depression burn-?_?out bipolarite schizophrenie psychose autisme",
    "cancer(?:_(?:du|de_la|des|de_l')_?\\w+)? tumeur leucemie lymphome sida vih hiv hepatite(?:_[abc])? epilepsie",
    "asthme sclerose_en_plaques parkinson alzheimer insuffisance_\\w+ dialyse hypertension obesite anorexie boulimie",
    "toxicomanie alcoolisme addictions?(?:_(?:a_l'alcool|aux?_\\w+))? handicap trisomie(?:_21)?",
    "stress_post-traumatique phobie(?:_scolaire|_sociale)? tdah fibromyalgie endometriose lupus avc infarctus",
    "fracture maladies? grossesse fausse_couche ivg avortement tentatives?_de_suicide troubles?",
    "problemes?_(?:de_sante|psy\\w*|d'alcool|de_drogue|cardiaques?) idees_(?:noires|suicidaires)",
    "crises?_(?:d'angoisse|de_panique|d'epilepsie|d'asthme|cardiaque) angoisses? insomnies? hallucinations? delires?",
    "douleurs? fievre migraines? pensees_suicidaires covid_long allergie_\\w+_\\w+ malaises? otite bronchite",
    "hernie\\w* arthrose drepanocytose mucoviscidose tuberculose gale syphilis cirrhose anemie",
)
_CURES: Final = _any(
    "antidepresseurs? neuroleptiques? anxiolytiques? somniferes? lithium insuline chimio(?:therapie)? radiotherapie",
    "methadone subutex morphine traitement medicaments? cachets? pilule operation hospitalisation psychanalyse",
    "psychotherapie therapie rechute convalescence seroplex prozac xanax lexomil valium tercian ritaline levothyrox",
    "doliprane cortisone anticoagulants? tritherapie antipsychotiques? benzodiazepines?",
)
_SUFFERS: Final = _any(
    "entend(?:s|ait)?_des_voix mang(?:e|es|eait)_plus(?:_rien)? (?:dort|dors|dormait)_plus",
    "mal_(?:a_la_|aux_|au_|a_l')\\w+ (?:veut|veux|voulait|voudrait)_(?:en_finir|mourir)",
    "(?:envie|idee)_(?:de_mourir|d'en_finir) se_scarifie se_mutile (?:veut|veux|voulait)_(?:se|me)_(?:tuer|suicider)",
    "(?:fait|fais|faisait|a_fait|ai_fait)_une_ts delire pleure_tout_le_temps boi(?:t|s)_(?:trop|beaucoup) se_drogue",
    "me_drogue perd_la_(?:tete|memoire) perd_la_boule voit_des_choses respire_(?:mal|plus)",
)
_ILLNESS: Final = _ILLNESSES + _HOW
_CURE: Final = _CURES + _HOW
_ANY: Final = f"(?:{_SUFFERS}|{_STATE}|{_ILLNESS}|{_CURE})"

_KIN: Final = _any(
    "fils filles? s(?:oe|œ)urs? freres? mari femme epou(?:x|se) conjointe? compagn(?:e|on) copine copain amie?",
    "voisine? maman papa mere pere grand-?_?(?:mere|pere) oncle tante cousine? neveu niece bebe enfants? belle-\\w+",
    "beau-\\w+ ex proche colocataire protegee? petite?-\\w+ patron(?:ne)? collegue stagiaire",
)
_ONE: Final = _any(
    "monsieur dame homme femme patiente? habitante? voisine? locataire residente? usager usagere adherente? benevole",
    "maman collegue garcon fille enfant ado\\w* etudiante? eleve salariee? agente? allocataire beneficiaire",
    "participante?",
)
_SOMEBODY: Final = (
    rf"(?:\b(?:mon|ma|mes|son|sa|ses|notre|votre|leur) (?:\w+ )?{_KIN}\b"
    rf"|\b(?:une?|cette?|cet|notre) (?:(?:jeune|vieille|vieux|vieil|petite?|autre) )?{_ONE}\b"
    r"|\b(?:m\.|mr|mme|mlle|monsieur|madame) [a-z])"
)
_PLURAL: Final = re.compile(
    r"\b"
    + _any(
        "personnes jeunes usagers usageres patients patientes publics? habitants habitantes gens femmes hommes",
        "adultes adolescents eleves familles aidants malades salaries locataires enfants_(?:du|des|de_la)",
        "professionnels? territoire quartiers? population ateliers? projets? programmes? dispositifs? actions?",
        "journees? colloques? webinaires? formations? stages? memoires? theses? etudes? articles? notes? fiches?",
        "donnees chiffres prevention depistages? conseils? maison centre equipe mission master",
        "semaines?_d'information reseaux? plateformes? association",
    )
    + r"\b"
)
"""Whatever is said of these between somebody and an illness is not of somebody."""
_WORKS: Final = re.compile(
    r"\b"
    + _any(
        "travaill\\w+ coordonn\\w+ anim\\w+ organis\\w+ s'occup\\w+ specialis\\w+ intervien\\w+ accompagn\\w+",
        "form(?:e|ee|er|ation) referente? chargee?_(?:de|d') chercheu\\w+ etudi\\w+ ecri\\w+ psychologue infirmi\\w+",
        "medecin redig\\w+ prepar\\w+ cherch\\w+ recherch\\w+ souhait\\w+ voudrai\\w+ propos\\w+ present\\w+",
        "publi\\w+ parl\\w+ responsable sensibilis\\w+ informer aide",
    )
    + r"\b"
)
"""Verbs and jobs after which an illness is what somebody works on."""

_ADVERBS: Final = (
    r"(?:(?:tres|plus|pas|aussi|devenue?|deja|moi-meme|actuellement|encore|toujours|peut-etre|une?|vraiment|souvent) )"
    r"{0,3}"
)
_DET: Final = (
    r"(?:(?:un|une|des|du|de|d'|la|le|les|mon|ma|mes|plusieurs|eu|fait|refait|grave|grosse?|petite?|l')[ ]?){0,4}"
)
_I_HAVE: Final = "(?:prends|prenais|suis|fais|faisais|souffre|souffrais|subis|commence|arrete)"
_FOUND: Final = "(?:diagnostique|decouvert|detecte|trouve|prescrit|annonce|opere|hospitalise|interne)e?s?"
_HE: Final = r"\b(?:elle|il|qui)(?: ne| n')? ?"
_IS: Final = rf"(?:est|etait|reste|a ete|sort|devient) {_ADVERBS}(?P<told>{_STATE})\b(?! que\b| de (?!\d))"
_HAS: Final = (
    r"(?:a|avait|aurait|fait|faisait|prend|prenait|souffre|souffrait|sort|vient) (?:pas |plus |de |d'|sous )?"
    rf"{_DET}(?P<told>{_ILLNESS}|{_CURE}|{_SUFFERS})\b"
)
_NAMED: Final = tuple(
    re.compile(rf"(?: [\w'-]{{2,20}})?,? (?:ne |n')?{said}") for said in (_IS, _HAS, rf"(?P<told>{_SUFFERS})\b")
)
"""Right after a first name."""
_TOLD: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:je|j')(?: ne| n')? ?(?:suis|etais|reste|ai ete|me sens|sors) (?:pas )?{_ADVERBS}(?P<told>{_STATE})\b",
        rf"\bj'?(?:ai|avais|aurais) {_DET}(?:ete )?(?P<told>{_ILLNESS}|{_SUFFERS}|{_CURE}|hospitalisee?|operee?)\b",
        rf"\bje {_I_HAVE}(?: plus| pas)? (?:de |d'|sous )?{_DET}(?P<told>{_CURE}|{_ILLNESS})\b",
        rf"\b(?:je|j')(?: ne)? ?(?P<told>{_SUFFERS})\b",
        rf"\b(?:me|lui) (?:donne|prescrit|prescrivent)(?:nt)? {_DET}(?P<told>{_CURE})\b",
        rf"\b(?:m'a|m'ont)(?: ete)?(?: \w+)? {_FOUND} {_DET}(?P<told>{_ANY})\b",
        rf"\b(?:mon|ma|mes) (?:propre )?(?P<told>{_ILLNESS}|{_CURE}|psychiatre|psy|psychologue|\w+(?:co|to)logue)\b",
        rf"\b(?P<told>{_ILLNESS}|{_CURE}) (?:de|d'|a) ?(?:mon|ma|mes|son|sa|notre) (?:\w+ )?{_KIN}\b",
        rf"\b(?:lui a|l'a|a ete|lui ont|l'ont) {_FOUND} {_DET}(?P<told>{_ANY})\b",
        rf"\bmoi (?:qui )?(?:suis )?(?P<told>{_STATE})\b",
        rf"{_HE}{_IS}",
        rf"{_HE}{_HAS}",
        rf"{_HE}(?P<told>{_SUFFERS})\b",
    )
)
"""Over a folded clause: what somebody tells of themselves, or of the one just named."""
_PERSON: Final = re.compile(_SOMEBODY)
_TERM: Final = re.compile(rf"\b{_ANY}\b")
_CLAUSE: Final = re.compile(r"(?:[^.!?;:\n]|(?<=\b\w)\.)+")
"""Up to a stop, though not that of an initial (« Mme K., suivie pour … »)."""
FARTHEST: Final = 60
"""Characters between somebody and what is said of their health."""
SCORE: Final = 0.75


def healths(text: str) -> Iterator[Span]:
    """The words that tell of one person's health, and no more than these."""
    levelled = folded(text)
    for clause in _CLAUSE.finditer(levelled):
        start, said = clause.start(), clause[0]
        for pattern in _TOLD:
            for match in pattern.finditer(said):
                if not _PLURAL.search(said, match.start(), match.start("told")):
                    yield start + match.start("told"), start + match.end("told"), SCORE
        for person in _PERSON.finditer(said):
            yield from _said_of(said, person.start(), person.end(), start)
    for word in words_of(text):
        if word.capital and is_forename(word.level):
            told = filter(None, (pattern.match(levelled, word.end) for pattern in _NAMED))
            yield from ((match.start("told"), match.end("told"), SCORE) for match in told)


def _said_of(said: str, begins: int, ends: int, start: int) -> Iterator[Span]:
    """What a clause says of the health of somebody named in it."""
    near = said[begins : ends + FARTHEST]
    for term in _TERM.finditer(near):
        between = near[: term.start()]
        if _PLURAL.search(between) or _WORKS.search(between):
            return
        yield start + begins + term.start(), start + begins + term.end(), SCORE
