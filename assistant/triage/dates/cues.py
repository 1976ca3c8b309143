"""The words around a day that tell its part in a message, levelled: the grammar of mails, no mail in particular."""

from __future__ import annotations

import enum
import re
from typing import Final

from assistant.triage.dates.words import WEEKDAY


class Cue(enum.Enum):
    """What words near a day make of it."""

    CLOSING = "closing"
    """An answer is wanted, or something closes."""
    NEED = "need"
    """Whoever asks has something to hand in, to decide or to print: an answer is of no use later."""
    MEETING = "meeting"
    """The same, and people meet then."""
    CALL = "call"
    """A call back is wanted, or something comes out."""
    EVENT = "event"
    NOTHING = "nothing"
    """A start, a reference, an absence: nothing to do by then."""


_DOES = r"(?:je|j'|nous|on|il|elle|ils|elles|que|qui)\s?(?:le |la |les |l'|lui |leur |vous )?"
_MUST = (
    r"(?:dois|doit|devons|doivent|devrai|devrons|allons|vais|va|comptons|compte|voudrais|voudrait|voudrions|faut|"
    r"aimerais|aimerait|aimerions|"
    r"faudra|souhaite|souhaitons|avant de)\s(?:\w+\s){0,2}?"
)
_SHARED_WORK = (
    r"(?:present|envoy|transmett|valid|depos|finalis|imprim|livr|vot|arbitr|delibere|tranch|remett|repond|boucl|adopt|"
    r"soumett)"
)
CUES: Final[tuple[tuple[Cue, int, re.Pattern[str]], ...]] = tuple(
    (cue, costs, re.compile(rf"(?<![\w-])(?:{words})"))
    for cue, costs, words in (
        (
            Cue.CLOSING,
            0,
            (
                r"arret(?:e|ons|ent|era) (?:de |d')(?:prendre|recevoir|accepter|enregistrer)\b|s'ach(?:eve|evera)\b|"
                r"se termin(?:e|era)\b|resili\w+|preavis|denonc(?:er|iation)\b|quitter (?:l'association|le reseau)|"
                r"ne pas reconduire|tacite reconduction|"
                r"date[- ]limite|forclusion|rsvp\b|a (?:regler|payer|rendre|retourner|renvoyer|remettre|deposer)\b|"
                r"(?:reglement|paiement) (?:a|avant|attendu|au|le|sous)\b|(?:me|"
                r"nous) dites|dites[- ](?:moi|nous)|jusqu'a quand|(?:passe|au-dela de|apres) cette (?:date|echeance)|"
                r"arret\w+ tout\b|(?:doi(?:t|vent)|devr(?:a|ont|ait|aient)) (?:me |nous |lui |m')?(?:parvenir|"
                r"arriver)\b|"
                r"(?:comptes|paiements|inscriptions|listes?) (?:sont|est|seront|sera) arretee?s?\b|en l'absence d|"
                r"a defaut d|"
                r"date[- ]butoir|limite\b|dernier (?:delai|carat)|deadline|due\b|"
                r"echeance|clotur\w+|\bclot\b|"
                r"clos(?:e|es)?\b|"
                r"(?:attendu|souhaite|espere)e?s?\b|sans (?:reponse|retour|nouvelles?)(?: de votre part)?|"
                r"si (?:je n'ai|nous n'avons|on n'a) (?:toujours )?rien\b|"
                r"fin d(?:es|e la|e l'|e) ?(?:inscription|candidature|depot|operation|exercice|appel|vente|"
                r"collecte|enquete|consultation|reception)s?|prend(?:ra)? fin|"
                r"ferm\w+ (?:l[ea]s? |l')?(?:questionnaire|enquete|formulaire|inscription|collecte|consultation|"
                r"candidature)s?|expir\w+|arrive(?:nt|ra)? a (?:echeance|terme)|"
                r"(?:inscription|candidature|depot|dossier|contribution|proposition|reponse|(?<!de )retour|avis|"
                r"envoi)s? ?"
                r"(?::|(?=le\b)|$|au plus)|(?:dossier|candidature|proposition|contribution)s? (?:est |sont |seront )?"
                r"(?:recu|accepte|attendu|a (?:deposer|envoyer|adresser|transmettre|remettre))\w*|"
                r"(?:reponse|retour|accord|avis|confirmation|remarque|relecture|element|texte|dossier|piece|document|"
                r"information)s? (?:[\w']+,? ){0,4}?"
                r"(?:souhaite|attendu|espere|demande|voulu|necessaire|possible|imperati)\w*|"
                r"(?:me |nous |lui |d'y |y )?(?:repond(?:re|ez|s)|confirmer|confirmez|retourner|renvoyer)\b|reply\b|"
                r"respond\b|"
                r"(?:me|nous) (?:dire|indiquer|faire (?:un )?retour|envoyer|transmettre|adresser|faire parvenir|"
                r"donner)\b|"
                r"merci de (?:me |nous |le |la |les |l'|bien vouloir )?(?:repondre|dire|envoyer|transmettre|faire|"
                r"signer|adresser)|"
                r"il (?:me|nous|lui|leur|m'en|nous en) (?:faut|faudrait)(?! (?:quelqu'un|une? (?:intervenant|animat|"
                r"temoin)))|il m'en faut|(?:ai|aurais|avons|aurions|a|"
                r"aurait|ont) besoin|^\W*besoin (?:de|du|des|d')|"
                r"serait (?:ideal|parfait|precieux|apprecie|top\b|super\b|bien\b|utile|genial)\w*|(?:re)?ferm(?:e|"
                r"ent|era|eront)\b|souhait(?:e|"
                r"erais|erions|ons) (?:avoir|recevoir|"
                r"disposer|votre|une reponse|un retour)"
            ),
        ),
        (
            Cue.MEETING,
            0,
            (
                r"copil\b|comites?\b|discours|cotech\b|commission|conseils?\b(?! loca| citoyen| aux| de sante)|"
                r"bureau\b|(?:(?<=le )|(?<=du )|(?<=au )|(?<=notre )|(?<=mon )|(?<=votre )|"
                r"(?<=prochain ))ca\b(?= du| le)|conference des maires|seance\b|reunion|rdv\b|"
                r"(?<!prise de )(?<!prises de )rendez-vous|audition\w*|"
                r"instance|convoqu\w+|groupe de travail"
            ),
        ),
        (
            Cue.MEETING,
            0,
            (
                r"present\w+ [^.!?;]{0,60}?\b(?:au|aux|a la|a l'|devant) [^.!?;]{0,60}?"
                r"\bse (?:reunit|reunira|retrouve|retrouvera|tient|tiendra)\b"
            ),
        ),
        (Cue.MEETING, 30, r"se reuni\w+|(?:recoit|recevra|recoivent|recevront)\b"),
        (
            Cue.CLOSING,
            15,
            r"(?:exig|reclam|requier|impos)\w+",
        ),
        (
            Cue.NEED,
            0,
            (
                r"(?:rend|rendent|rendra|rendront) (?:son|sa|ses|leurs?|une?|l[ea]s?)\b|"
                r"deliber(?:e|era|ent|eront)\b|livraison|arbitrage|jury|audience\b|soutenance|soutiens|(?:mon|"
                r"notre) oral|"
                r"boucl\w+|remont(?:e|era|ent) (?:au|aux|a)\b|design(?:e|era|ent|eront)\b|"
                r"(?:mes|nos|mon|notre|les) (?:entretien|terrain|enquete|collecte|redaction)s? "
                r"(?:commenc|demarr|debut)\w+|"
                r"bon a tirer|bat\b|imprim\w+|impression|(?:met(?:s|t?ons|tent)?|mis(?:e|es)?) en page|sous presse|"
                r"calage\b|roule\b|"
                r"maquett\w+|(?<!compte )(?<!compte-)rendus?\b|"
                r"remise\b(?! (?:de \d|exc|en))|point (?:presse|d'etape)|examens?\b|partiels?|oral\b|oraux|concours|"
                r"epreuves?|departs? (?:a|chez) l'imprim\w+"
            ),
        ),
        (
            Cue.NEED,
            15,
            (
                rf"{_DOES}(?:envoie|envoient|rend|rends|rendons|rendent|remets?|soumets?|transmets?|"
                rf"{_SHARED_WORK}\w*)\b(?! compte)|"
                r"depos(?:e|ent|ons)\b|remet(?:s|tons)?\b|soumet(?:s|tons)?\b|valide(?:nt|ra)?\b|vote(?:nt|ra)?\b|"
                r"arret(?:e|ons|ent|era|erons|eront) (?:l[ea]s?|son|sa|notre|nos)\b|tranche(?:nt|ra)?\b|relue?s?\b|"
                rf"{_DOES}(?:ecris|ecrit|ecrivons|redige|redigeons|enregistre|enregistrons)\b|"
                rf"{_MUST}(?:rendre|remettre|dire|trouver|choisir|reserver|avoir (?:trouve|choisi|fini|boucle|recu)|"
                rf"{_SHARED_WORK}\w*)\b|"
                r"(?<!la )(?<!autre )(?<!votre )(?<!de )(?<!a )(?<!ma )part(?:ent|ira|iront)?\b(?! d| a pied|"
                r" en )|(?:doit|doivent|devra|devant|"
                r"devront) (?:partir|etre)\b|passe (?:en|au|devant)\b|"
                rf"(?:passe|passent|passera|passons|presente|intervient|parle|plaide|expose) (?=(?:ce |"
                rf"le )?(?:{WEEKDAY}|demain)\b)|"
                r"(?:on|nous|je|j') ?(?:cale|calons|fixe|fixons|fige|figeons|bloque|bloquons|choisis|"
                r"choisissons)\b|presentation (?:au|devant|aux)"
            ),
        ),
        (
            Cue.CALL,
            0,
            (
                r"rappel(?:er|ez)\b|(?:m'|nous )appeler|appelez[- ](?:moi|nous)|joindre\b|joignable|un appel|"
                r"interview\w*|"
                r"(?:au|par) telephone|paraitre|parution|parait\b|publication (?:prevue|le)|publi(?:ons|erons)\b|"
                r"diffusee? (?:le|ce)|diffusion (?:prevue|le)|"
                r"en direct\b|a l'antenne|tournage|emission|sort(?:ie|ira)?\b"
            ),
        ),
        (
            Cue.EVENT,
            0,
            (
                r"webinaires?|webinars?|colloques?|journees?|forums?|seminaires?|assises|rencontres?|"
                r"conferences?(?! des maires)|"
                r"ateliers?(?! sante ville)|formations?|tables? rondes?|cine[- ]debats?|projections?|salons?\b|"
                r"fetes?\b|festival|"
                r"expositions?|expo\b|cafes?\b|congres|symposium|marche\b|matinees?|soirees?|petits?[- ]dej\w*|"
                r"lancement|"
                r"inaugur\w+|portes ouvertes|sessions?|modules?\b|stands?\b|ceremonie|assemblees?\b|ag\b|age\b|"
                r"plenieres?|"
                r"ouvr\w+ (?:ses|nos|leurs) portes|universites? d'ete|hackathon|plateau|duplex|visites?\b|"
                r"(?<!en )debats?\b|permanences?|"
                r"matinales?|"
                r"restitution|evenements?|depistages?|training|workshop|meeting\b|"
                r"semaines? (?:d'information|nationale|europeenne|regionale)|sism\b|spectacle|conference-debat|"
                r"webconference|visio\w*|"
                r"reunions? (?:d'information|d'echanges?|publiques?|plenieres?|du reseau|de reseau|d'accueil|"
                r"de lancement|de presentation|"
                r"de rentree|d'ouverture)|"
                r"(?<!carton d')(?<!cartons d')invitation\b|save the date|presence\b|serez\b|ce sera\b|"
                r"c'est (?:le )?$|(?<!au )(?<!en )cours\b|"
                r"tient (?:son|sa|ses)|tiendra (?:son|sa|ses)|"
                r"(?:date|dates|(?<!jusqu'a )quand|jour|rendez-vous) ?:|rendez-vous (?=le |au |a )|"
                r"prochaines? dates?|au programme"
            ),
        ),
        (
            Cue.EVENT,
            30,
            (
                r"(?:aura|auront|a|ont|avoir) lieu|se (?:retrouve|retrouvent|tient|tiendra|tiendront|deroule|"
                r"deroulera|tenir|derouler|passe|passent|passera|passeront)\b"
            ),
        ),
        (
            Cue.EVENT,
            15,
            (
                r"(?<!se )reuni(?:t|ssent|ra|rons|rai|ront|ssons)\b|projet(?:te|ons|tera|terons)\b|"
                r"prends? la parole|organis\w+|"
                r"invit(?:e|ons|ent|er|ee|es|ez)\b|accueill\w+|interven(?:ir|tion|iez)|particip(?:er|ez)|"
                r"assister|anim(?:er|ons|ation|e)\b|co-?anim\w+|rejoindre|retrouver|acceptez|accepteriez|"
                r"disponibles?\b|dispos?\b|venir\b|libres?\b|convi\w+"
            ),
        ),
        (Cue.EVENT, 45, r"intervenante?s?\b"),
        (Cue.NOTHING, 20, r"scrutin|elections?\b|municipales\b"),
        (
            Cue.NOTHING,
            0,
            (
                r"entretiens (?:de recrutement|d'embauche|prevus|auront|se|les?|du|:|a partir|oraux)|"
                r"prises? de (?:poste|fonctions?)(?: \w+)?|"
                r"a pourvoir|debut\w*|demarr\w+|commenc\w+|ouvertures?|ouvert(?:e|es|s)? (?:depuis|le|des)|ouvr\w+|"
                r"depuis|a partir|"
                r"a compter|des le\b|entr\w+ en vigueur|suite (?:a|au|aux)|en date|"
                r""
                r"elue?s? (?:le|depuis)|cree\w* le|vot?re (?:mail|message|courriel|appel|courrier|note|article)|"
                r"(?:notre|nos|de nos) (?:echanges?|appel|derniere?s?|conversation)|comptes?[- ]rendus?|lois?\b|decret|"
                r"arrete (?:du|prefectoral)|circulaire|ordonnance du|instruction|nee?s? le|conges?\b|absente?s?\b|"
                r"de retour|pren(?:d|ds|dra|drai) (?:ses|mes) fonctions|operee?s?\b|accouch\w*|obseques|suivr(?:a|"
                r"ont)|sera (?:disponible|publie|envoye|communique|adresse)\w*|"
                r"en vacances|en arret|hospitalis\w+|stages?\b|mis(?:e|es)? a jour (?:le|du)|"
                r"par (?:carte|virement|cheque|prelevement)\b|maintenance|coupures?\b|creneaux\b|"
                r"(?:mon|ma|mes|son|sa) (?:irm|scanner|echographie|radio|consultation|operation|hospitalisation|"
                r"prise de sang|examens? medica\w+|analyses?)\b|"
                r"(?:passer(?:a|ont)|(?:est|sera|seront) transfere\w*) (?:a|sous)\b|dates? possibles?|de preference|"
                r"au choix|"
                r"s'est tenue?|(?:a|ont) eu lieu|etai\w+|avai\w+|nomme\w*|arrive (?:le|en)|embauche\w*|quitt\w+|"
                r"(?:facture|devis|contrat) "
                r"(?:n\S* \S+ )?du|(?:j'ai|avons|avez|ai|avait|ont) (?:bien )?(?:re)?(?:cu|envoye|poste|adresse|"
                r"transmis|paye|regle|"
                r"appele|ecrit|depose|verse)e?s?|rentree|version du|donnees (?:au|du)|zonage"
            ),
        ),
    )
)
"""What words tell, how many characters farther they are taken to be (vaguer words), and the words."""

WANTED = re.compile(
    r"repon[ds]|retours?\b(?! d'experience)|confirm|\bdire\b|dites|limite|delai|deadline|echeance|butoir|clotur|"
    r"\bclos|inscri|"
    r"candidat|postul|depot|depos|dossier|transm|envoy|renvo|adress|remont|contribu|relecture|\bavis\b|remarque|soumi|"
    r"soumettre|\bouverte?s?\b|oppos|resili|objection|proposition|communication|merci|pouvez|pourr(?:iez|ait)|"
    r"besoin|souhait|faudrait|il (?:me|"
    r"nous) faut|\bcv\b|"
    r"appel a|rappel|accept|precieux|recue?s?\b|reserv|ideal|attend|esper|register|apply|application|reply|answer|"
    r"submit|"
    r"particip|relay|diffus|publi|sign|parven|retourn|\bce serait\b"
)
"""In the sentence of a limit: it binds whoever reads, and not only whoever wrote."""
LIMIT = re.compile(
    r"\b(?:avant (?:que |qu')[^.!?;:,]{1,40},|"
    r"avant|before|by|until|no later than|(?P<until>jusqu')(?:au|aux|a|en|a la)|d'ici(?: a| au| la| le)?|"
    r"(?:au )?plus tard(?: que)?(?: pour)?|(?P<aim>pour)|dernier delai|au-dela|passe|"
    r"(?:recu|arrive|parvenu|transmis|envoye|depose)e?s? apres|(?:limite|fixee?s?)(?: \w+){0,4}?(?: est|"
    r" etait)?(?: fixee?)?"
    r"(?: au| le| :)|sous)\s?:?\s?"
    r"(?:(?:le|la|les|l'|ce|cette|au|a|en|midi|minuit|the|end of|soir|matin|du|de|maximum|max|imperativement|"
    r"idealement|\d\d?\s?h(?:\d\d)?)"
    r"\s?){0,3}\(?$"
)
"""Right before a day: it is the last one."""
LIMITED_BY = re.compile(
    r"\b(?:avant|d'ici|d'ici a|pour|en vue (?=du|de)|before)\s?(?:le |la |l'|les |notre |nos |votre |mon |ma |"
    r"son |sa |leur |un |une |"
    r"ce |cette |du |de la |de )(?P<what>[\w'-]+(?:\s[\w'-]+){0,6}?),?\s(?:du|de|d'|le|de ce|prevue? (?:le|ce|au)|"
    r"fixee? au|of|on|"
    r"qui (?:a|aura) lieu le|qui se tient(?:dra)? le)\s?$"
)
"""« avant le conseil du 18 mars », « pour le comité de pilotage du 20 mars »."""
LASTING = re.compile(
    r"\b(?:absente?s?|en conges?|conge \w+|en arret|en deplacement|(?:de|en) (?:nuit|garde|astreinte|repos|formation)|"
    r"indisponibles?|exposition|expo|visible|"
    r"valables?|valide|"
    r"remplacement|contrat|cdd|mission|finance\w*|financement|court|conventions?|en vigueur|fermee?s?|"
    r"injoignables?|travaux|embargo|"
    r"stage|mandat|hospitalise\w*|poste|prolong\w+|dure|a l'affiche|remise|promotion)\b[^.!?;]{0,40}$"
)
"""Before « jusqu'au »: how long something lasts; nothing to do by then."""
CLOSES = re.compile(
    r"resili|preavis|denonc|candidat|dossier|inscri|depot|depos|appel a|postul|propos|contribu|\bcv\b|envoy|"
    r"repons|repond|retour"
)
NOT_FOR = re.compile(
    r"\b(?:ok|d'accord|disponibles?|dispo|inscri(?:s|t|te|ts|tes|re|ptions?)|reserv\w+|rendez-vous|rdv|invit\w+|salle|"
    r"billets?|prevue?s?|"
    r"programmee?s?|calee?s?|convi\w+)\b[^.!?;,]{0,40}$"
)
"""Before « pour le 14 avril »: on that day, not by that day."""
PROMISE = re.compile(
    r"\b(?:(?:nous|je|on) vous (?:repond|recontact|rappel|revien|tien|envoi|enverr|transm|appel|confirm|fer|dir)\w*|"
    r"vous (?:aurez|recevrez|sera|seront)\b|(?:reviendrons|reviendrai|reviens) vers)[^.!?;]{0,60}$"
)
"""What the sender will do, by then."""
INVITED = re.compile(
    r"\b(?:y (?:entendre|occuper|accueillir|participer|intervenir|assister|presenter|prendre part|etre|contribuer|"
    r"venir|animer|temoigner|"
    r"prendre la parole)|"
    r"(?:participer|intervenir|assister|prendre part|prendre la parole|temoigner|vous joindre|presente?s?|"
    r"representee?s?) "
    r"(?:a|au|aux|lors|avec|le|ce|pour)\b|nous rejoindre|etre des notres|venir (?:a|au|presenter|parler|temoigner|"
    r"nous)|"
    r"(?<!carton d')(?<!cartons d')invit(?:ons|e|er|ation|ees?)\b|votre presence|vous etes (?:convie|attendu)\w*|"
    r"vous convi\w+|"
    r"peut venir|quelqu'un (?:de )?(?:chez vous|la fabrique|votre equipe))"
)
"""Whoever reads is asked to come: the day is an event, whatever it is called."""
LIVE = re.compile(r"\ben direct\b|a l'antenne|plateau|duplex")
"""A broadcast to which one comes, if only by telephone: it takes place on its day."""
OPEN = re.compile(
    r"\bbienvenue?s?\b|entree libre|acces (?:est )?libre|ouverte?s? a tou\w+|ouvr\w+ (?:les|nos|ses|leurs) portes"
)
"""Whoever wants may come: « pour la séance du 19, tout le monde est bienvenu »."""
HEDGED = re.compile(r"\bsi possible\b|\bidealement\b|\bsi vous (?:pouvez|avez le temps)\b|\bquand vous\b")
HOUR = re.compile(r"^(?:[^.!?\n]{0,15}?\s)?(?:\d{1,2}\s?h\b|\d{1,2}\s?h\s?\d\d|\d\d?:\d\d)")
"""Right after a day: something starts."""
NAMED_DAY = re.compile(r"\d|lundi|mardi|mercredi|jeudi|vendredi")
"""A day of the calendar, rather than « demain » or « ce matin »."""
LATEST_AFTER = re.compile(
    r"^\s?(?:(?:au )?soir |matin |(?:a )?midi |a minuit |inclus )?(?:au plus tard|dernier (?:delai|carat)|grand max\w*|"
    r"max\b|maximum|delai de rigueur)"
)
"""Right after a day: it is the last one."""
JUST_DONE = re.compile(
    r"\b(?:poste|envoye|recu|parti|sorti|arrive|regle|paye|vire|appele|signe|depose|vu|lu|appris)e?s? $"
)
"""Right before « ce matin »: it is over."""
AT_LEAST_LATEST = re.compile(r"plus tard|dernier|limite")
"""In a limit: the words themselves bind."""
THIS_DAY = re.compile(
    r"aujourd'hui|ce (?:matin|jour|midi)|cet apres|today|(?:dans la|fin de) journee|en fin de journee"
)
CLOSED = re.compile(r"\b(?:re)?ferm\w+|\bconge|\babsen|\bvacances")
"""Before a span: nothing to do until its end."""
ASIDE = re.compile(r"\bquestions?\b[^.!?;]{0,40}$")
"""Before a limit that is not the one of the call: « les questions sont reçues jusqu'au 17 »."""
MOVED = re.compile(
    r"(?:(?:(?:report|decal|deplac|avanc|repouss|renvoy)ee?s?|passons|passe(?: donc)?) au|"
    r"(?:desormais|finalement|plutot) (?:au|le)) $"
)
"""Before the new day of what was foreseen on another."""
SOFT = re.compile(r"\b(?:ideal\w*|si possible|de preference|au mieux)\b[^.!?]{0,40}$")
"""Before a limit that a harder one follows (« idéalement sous 48 h, au plus tard le 22 »)."""
