"""Words of a text with where they stand, and closed lists of French words that tell a person from anything else.

Lists are levelled: no accent, no case. They are facts of the language, not taken from any mail.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from indexer.french import words
from indexer.vocabulary import acronyms

_WORD: Final = re.compile(r"(?:[NOM]['’](?=[A-ZÀ-Þ]))?[^\W\d_]+(?:-[^\W\d_]+)*")
"""« N’Diaye » and « Le-Goff » are one word each, « l’Aisne » is two."""
_SPACE: Final = re.compile(r"[ \u00a0\u202f]{1,2}")
_AFTER_SHORT: Final = re.compile(r"\.[ \u00a0\u202f-]{0,2}")
LONGEST_TITLED: Final = 3
"""Letters up to which an acronym is one with a single capital too (« Ars »)."""
_OPENING: Final = frozenset('.!?:…«"“(-–—•*>')


@functools.lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    lowered = unicodedata.normalize("NFD", char)[0].lower()
    return lowered if len(lowered) == 1 else char


def folded(text: str) -> str:
    """A text without accents nor capitals, each character still in its place; ligatures stay."""
    return "".join(map(_letter, text)).replace("’", "'").replace("\u00a0", " ").replace("\u202f", " ")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: As written.
        start, end: Characters of the text, end exclusive.
        level: Without accents nor capitals.
        follows: Whether it comes right after the word before: a space, an apostrophe, the dot of an initial or a title.
        opens: Whether its capital may only be that of a sentence or of a line.
    """

    text: str
    start: int
    end: int
    level: str
    follows: bool
    opens: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether it is all capitals, and longer than an initial."""
        return len(self.text) > 1 and self.text.isupper()

    @property
    def initial(self) -> bool:
        """Whether it is one capital letter."""
        return len(self.text) == 1 and self.text.isupper()


def words_of(text: str) -> list[Word]:
    """The words of a text, in order; numbers are none."""
    levelled = folded(text)
    found: list[Word] = []
    end, before = 0, ""
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        short = len(before) == 1 or before in SHORT_TITLES
        follows = bool(gap in "'’" or _SPACE.fullmatch(gap) or (short and _AFTER_SHORT.fullmatch(gap)))
        shown = gap.rstrip(" \u00a0\u202f")
        opens = not found or "\n" in gap or (not follows and bool(shown) and shown[-1] in _OPENING)
        before = levelled[match.start() : match.end()]
        found.append(Word(match[0], match.start(), match.end(), before, bool(found) and follows, opens))
        end = match.end()
    return found


@functools.cache
def forenames() -> frozenset[str]:
    """First names given 500 times or more in France since 1900, levelled (see `data/README.md`)."""
    return _listed("forenames.txt")


@functools.cache
def rarer_forenames() -> frozenset[str]:
    """First names given 100 to 499 times."""
    return _listed("forenames_rarer.txt")


@functools.cache
def acronym_words() -> frozenset[str]:
    """The acronyms of the field, levelled."""
    return frozenset(" ".join(words(entry.acronym)) for entry in acronyms())


def is_acronym(word: Word) -> bool:
    """Whether a word is an acronym of the field, as « CLS » and « cls » are; « Lamy » is rather a name."""
    named = len(word.text) > LONGEST_TITLED and word.capital and not word.shouted
    return word.level in acronym_words() and not named


def _listed(name: str) -> frozenset[str]:
    return frozenset((files(__package__) / "data" / name).read_text(encoding="utf-8").split())


def is_forename(level: str, *, rarer: bool = True) -> bool:
    """Whether a levelled word is a first name; a compound one when its parts are all."""
    return all(
        part not in NO_FORENAMES and (part in forenames() or (rarer and part in rarer_forenames()))
        for part in level.split("-")
    )


def _set(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


NO_FORENAMES: Final = _set(
    "saint sainte noel mai avril aime van don mai dan may mark junior prince sultan islam christ samba boubou alpha",
    "sana assomption incarnation rosaire fleur laid alois anes anas aria arcade rime rimes parfait innocent",
)
"""Among the listed first names, those that are nearly always something else in a mail."""

ORDINARY: Final = _set(
    "aida aimable aimee alize ambre amine ange angelique aurore barbe batiste blanche bonnie brune camelia candide",
    "cannelle capucine celeste cerise chretien clair claire colline colombe come conception constance constant cora",
    "dahlia desire desiree divine donna emeraude emir esperance fidele felicite flore fortune fortunee franc garance",
    "gloria grace gracieuse harmonie hermine honore iman jade jasmin jacinthe juste loup luce madeleine manuel",
    "manuelle marguerite marin marine marjolaine martial melodie merlin mira modeste muguette myrtille narcisse nadir",
    "octave olive olympe paquerette perle philippine pierre pierrot placide prudence prudent prune radia reine robin",
    "roman romain romaine romane rosa rose rosette satine sauveur serine sylvestre urbain valeriane vanille victoire",
    "victoria violette virginie vital voltaire lou lina line assa charlie ali ida eve ada ana leone valentin",
)
"""First names that are also words: alone, believed with a capital inside a sentence, or where something says so."""
PLACES_TOO: Final = _set(
    "florence france lorraine nancy vienne valence argentine medina milan eden toscane lille lens sidney chelsea asia",
    "africa london laval benin mali cher var gard lot tarn orne eure aude isere maison ville ardeche alexandrie",
)
"""First names that are also places: not believed after « à », « de » or an article."""
DETERMINERS: Final = _set("la le l les un une du des cette ce notre votre leur sa son a au aux en")

TITLES: Final = _set(
    "m mr mme mmes mlle monsieur madame mademoiselle dr docteur docteure pr professeur professeure maitre",
)
SHORT_TITLES: Final = _set("m mr mme mmes mlle dr pr mm me")
VOCATIVES: Final = _set("bonjour bonsoir salut coucou hello cher chere chers cheres merci rebonjour")
RELATIONS: Final = _set(
    "collegue collegues fils fille filles soeur soeurs sœur sœurs frere freres mari femme epouse epoux conjoint",
    "conjointe compagne compagnon copain copine ami amie amis voisin voisine voisins maman papa mere pere grand-mere",
    "grand-pere oncle tante cousin cousine neveu niece bebe enfant stagiaire alternante alternant benevole assistante",
    "assistant directrice directeur presidente president coordinatrice coordinateur coordonnatrice coordonnateur",
    "mediatrice mediateur secretaire tresoriere tresorier responsable referente referent animatrice animateur",
    "adjointe adjoint maire infirmiere infirmier psychologue sociologue medecin chercheuse chercheur intervenante",
    "intervenant interlocutrice interlocuteur contact habitante habitant patiente patient usager usagere resident",
    "residente dame petite petit nomme nommee prenommee prenomme appelle signe signee interprete educatrice educateur",
    "chef cheffe journaliste elue elu conseillere conseiller locataire etudiante etudiant eleve nom prenom prenoms",
)
"""Words right after which a capital, or a first name in small letters, names a person."""
BEFORE_PEOPLE: Final = _set("avec par chez contacter contactez appeler appelez joindre joignez remercie voir et de")
"""Words after which a first name in small letters is believed."""

TO_US: Final = _set("m me nous vous te")
"""Pronouns between a person and what they say or do."""

NAMED_AFTER: Final = _set(
    "rue rues avenue av boulevard bd bld place placette quai impasse allee allees chemin route square passage pont",
    "college lycee ecole ecoles groupe campus universite fac faculte iut institut hopital hopitaux chu chru ch ghu",
    "clinique centre ehpad epsm eps pmi csapa caarud mjc maison espace salle gymnase stade piscine residence foyer",
    "bibliotheque mediatheque theatre cinema parc jardin quartier cite tour batiment immeuble amphi amphitheatre",
    "fondation association asso prix loi lois rapport plan reforme accord accords decret circulaire methode echelle",
    "maladie syndrome score test indice statue station gare metro tram arret port fort eglise chapelle cathedrale",
    "basilique paroisse fete caserne creche halle halles maternelle primaire villa domaine chateau musee studio",
    "pharmacie laboratoire labo librairie editions collection auberge hotel restaurant cafe cmp cmpp cms cpts msp",
    "pole pavillon unite dispositif programme reseau societe entreprise agence collectif federation",
)
"""Nouns after which a person's name is that of a place, a body, a law, an illness."""
QUALIFIERS: Final = _set(
    "hospitalier hospitaliere hospitalo universitaire municipal municipale social sociale scolaire general generale",
    "public publique prive privee polyvalent national nationale culturel culturelle sportif de du d la le des les l",
    "psychiatrique local locale intercommunal regional departemental elementaire maternelle primaire medical",
)
"""What may stand between such a noun and the name."""

PARTICLES: Final = _set("de du d des la le van von der den el al ben bin ait da dos di del ould y")
NOT_NAMES: Final = (
    TITLES
    | VOCATIVES
    | _set(
        "thx thanks bjr slt svp stp rdv pls merciii hi je j tu il elle on nous vous ils elles le la les l un une des",
        "du de d et ou mais donc car ni or ne pas plus moins mon ma mes ton ta tes son sa ses notre nos votre vos",
        "leur leurs ce cet cette ces qui que quoi dont ou quand si a au aux en dans sur sous pour par avec sans chez",
        "vers entre comme tres bien tout tous toute toutes bon bonne bonnes belle beau cordialement cdlt cdt bises",
        "bisous amicalement amities respectueusement sincerement salutations sentiments bientot avance oui non ok",
        "suite objet fwd tr re ref pj envoye date sujet copie cc lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre messieurs mesdames tel",
        "telephone mobile fixe fax mail mel courriel email adresse site web www portable standard est sont etait sera",
        "ai as avons avez ont suis es etes fait faire peut peux pouvez voulez voudrais souhaite veuillez auriez",
        "seriez pourriez accepteriez voici voila ci joint jointe votre equipe envoi ps nb ici toujours",
        "madame-monsieur covid internet linkedin facebook instagram whatsapp twitter teams zoom google outlook gmail",
        "orange doctolib france europe republique etat ministere alzheimer parkinson segur youtube excel word",
        "powerpoint canva",
    )
)
"""Words that no name of a person holds, at least in such mails."""
BODIES: Final = _set(
    "educateur educatrice enseignante enseignant formatrice formateur ingenieur ingenieure cadre pilote sage-femme",
    "comptabilite comptable administratif administrative juriste avocate avocat consultante consultant gerante gerant",
    "fondatrice fondateur doctorante doctorant chercheuse chercheur generale general association asso agence ars",
    "atelier ateliers bureau cabinet caisse ccas cias centre chu chef cite cls clsm asv cpts collectif college comite",
    "commission commune communaute compagnie confederation conseil contrat coordination cpam caf departement",
    "delegation direction dispositif ecole ehpad equipe espace etablissement fabrique federation fondation forum",
    "foyer groupe groupement hopital institut laboratoire ligue lycee mairie maison mediatheque metropole mission",
    "municipalite observatoire office organisme ors pays petr plateforme pole prefecture presidence programme projet",
    "quartier region reseau residence rh ressources secours secretariat secteur service services siege societe",
    "solidarite sante social sociale solidaire syndicat territoire territoires territoriale territorial union",
    "universite ville villes village habitat accueil support technique communication prevention formation humaines",
    "humaine publique public mutuelle mutualite banlieue profession medecins monde croix rouge populaire catholique",
    "francais francaise nationale national regional regionale departementale departemental local locale locaux",
    "citoyen citoyenne usagers habitants habitantes jeunesse enfance famille familles logement emploi insertion",
    "culture sport sports environnement urbaine urbain politique cohesion charge chargee coordinatrice coordinateur",
    "coordonnatrice coordonnateur responsable referente referent directrice directeur presidente president medecin",
    "docteur infirmiere infirmier psychologue sociologue stagiaire mediatrice mediateur animatrice animateur adjointe",
    "adjoint elue elu conseillere conseiller tresoriere tresorier secretaire etudiante etudiant journaliste benevole",
    "gestionnaire assistante assistant technicien ingenierie redaction revue journal lettre newsletter presse veille",
    "ministere antenne cellule point relais plan hospitalier hospitaliere clinique pharmacie psychiatrie actions",
    "action developpement durable partenariats partenariat juridique adherents adherent educative educatif medico",
    "cooperative entraide planning familial restos coeur emmaus aides atd quart uniopss fnars unafam advocacy nexem",
    "fehap petits freres pauvres",
)
"""Words of the names of bodies, jobs and services, which close a mail as names do."""
