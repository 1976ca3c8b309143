"""What a mail tells of a person's health, one way of telling it a line; over levelled words (see `alerts`)."""

from __future__ import annotations

from typing import Final

from assistant.situation_patterns import any_of, any_word
from assistant.triage.alert_people import FAMILY, KNOWN_ONE, ONE, OWN, SOMEBODY, THEIR

_BODY: Final = any_word(
    "tete ventre dos dents? poitrine estomac jambes? pieds? genoux? coeur gorge oreilles? yeux reins? bras epaules?",
    "poumons? articulations? hanche",
)
_ILLNESS: Final = any_word(
    "cancer tumeur diabete depression bipolarite schizophrenie autisme alzheimer parkinson epilepsie sclerose asthme",
    "vih sida hepatite\\w* avc infarctus endometriose anorexie boulimie trisomie demence psychose paranoia burn_out",
    "tdah hernie fracture tuberculose gale cirrhose leucemie mucoviscidose insuffisance_\\w+ maladie maladies eczema",
    "handicap fausse_couche crises?_d?_?angoisse troubles_(?:psy\\w*|bipolaires?|alimentaires|du_\\w+|anxieux) phobie",
    "probleme_de_sante problemes_de_sante soucis_de_sante souci_de_sante abces infection toc fievre addiction",
    "sciatique arthrose lumbago zona migraines? vertiges hypertension cholesterol thyroide rechute recidive asthme",
)
_ILL: Final = any_of(
    r"malades?",
    r"diabetiques?",
    r"bipolaires?",
    r"schizophrenes?",
    r"autistes?",
    r"epileptiques?",
    r"depressi(?:f|ve)s?",
    r"asthmatiques?",
    r"seropositi(?:f|ve)",
    r"handicapee?s?",
    r"enceintes?",
    r"alcooliques?",
    r"toxicomanes?",
    r"hospitalisee?s?",
    r"internee|interne (?:en (?:psychiatrie|hp|ehpad)|office)",
    r"operee?s?",
    r"aveugles?",
    r"paralysee?s?",
    r"alitee?s?",
    r"atteinte?s? (?:de |du |des )?",
    r"diagnostiquee?s?",
    r"en (?:depression|burn out|chimio\w*|dialyse|ald|invalidite|longue maladie|fauteuil|situation de handicap)",
    r"sous (?:traitement|antidepresseurs?|methadone|subutex|insuline|oxygene|dialyse|neuroleptiques?|medicaments?)",
    r"suivie?s? (?:\w+ )?(?:en psy\w*|au cmp|au csapa|par (?:un |une |le |la )?(?:psy\w*|cmp|medecin|"
    r"cardio\w*|csapa))",
    r"soignee?s? pour",
    r"en arret (?:maladie|de travail|longue maladie|depuis)",
)
_MEDICINE: Final = any_word(
    "traitements? medicaments? antidepresseurs? anxiolytiques? neuroleptiques? cachets? comprimes? pilule insuline",
    "methadone subutex somniferes? antibiotiques? morphine cortisone lithium ritaline chimio\\w* doliprane "
    "levothyrox injections?",
)
_CARER: Final = any_word(
    "medecin medecins docteur generaliste psy psychiatre psychologue dentiste cardiologue dermato\\w* ophtalmo\\w*",
    "gyneco\\w* neurologue orthophoniste kine specialiste pediatre sage_femme cmp rdv_medical suivi_psy\\w* "
    "infirmiere?",
)
_COVER: Final = any_word(
    "mutuelle carte_vitale secu securite_sociale complementaire couverture ame css cmu aide_medicale"
)
SURE_HEALTH: Final = (
    rf"(?:je|jsuis|chui|suis) (?:suis |etais |me sens |ai ete |reste )?(?:\w+ ){{0,3}}{_ILL}(?: |$)",
    rf"je (?:prends?|prenais|suis sous|arrete|consomme) (?:\w+ ){{0,5}}{_MEDICINE}",
    r"(?:je|jen) souffre\b(?! de (?:pas|plus|devoir|voir))",
    rf"j?ai (?:\w+ ){{0,3}}mal (?:au |a la |aux |a |dans le |dans la )?{_BODY}",
    rf"(?<!nous )(?:j?ai|je fais) (?:\w+ ){{0,2}}(?:un |une |le |la |du |des |de )(?:\w+ ){{0,2}}{_ILLNESS}",
    rf"(?:mon|ma|mes) (?:\w+ )?{_ILLNESS}\b",
    rf"(?:mon|ma|mes) (?:\w+ )?{_MEDICINE}\b(?! de (?:donnees|texte|dossier))",
    (
        r"mon (?:medecin|docteur|psy|psychiatre|psychologue|generaliste|cardiologue|dentiste|gyneco\w*|kine)\b"
        r"(?! (?:coordonnateur|de sante publique|inspecteur|chef|conseil))"
    ),
    (
        r"(?:mon|ma|mes) (?:\w+ )?(?:ordonnances?|symptomes?|douleurs?|operation|hospitalisation|pathologie|grossesse"
        r"|dossier medical|etat de sante|prise de sang|analyses? de sang|resultats (?:\w+ )?analyses?|irm|dents|"
        r"arret maladie)\b"
    ),
    r"renouvel\w+ (?:\w+ )?ordonnance",
    (
        r"(?:il|elle) me reconnai\w+ (?:plus|pas)|reconnai(?:t|ssait) plus (?:ses|sa|son|ni|personne)|je (?:le|la) "
        r"(?:lave|nourris)\b"
    ),
    (
        r"je (?:sors|sortais|suis sortie?) (?:de |d )?(?:l )?(?:hopital|clinique|hp|cure|hospitalisation|"
        r"psychiatrie|maternite)"
    ),
    (
        r"(?:compte rendu|resultats?) de (?:mon|ma|mes) (?:\w+ )?(?:scanner|irm|radio\w*|biopsie|operation|"
        r"examens?|analyses?)"
    ),
    r"(?:on|ils) me (?:a|ont) (?:enleve|retire|ampute|greffe)",
    (
        r"je (?:re)?bois (?:\w+ )?(?:le matin|tous|trop|beaucoup|encore|alcool|en cachette|seule?)|\d+ (?:ans|"
        r"mois) sans boire"
    ),
    r"je (?:suis|me sens) (?:\w+ )?(?:fatiguee?|epuisee?) (?:\w+ )?(?:tout le temps|en permanence|sans arret|depuis)",
    r"(?:labo|laboratoire|medecin|docteur|specialiste) me (?:a |ont )?(?:\w+ )?(?:expliqu\w+|dit|parle|trouve)",
    rf"(?:medecin|docteur|pediatre|psy\w*) (?:\w+ )?(?:dit|pense|trouve) que (?:{OWN}|je)",
    r"(?:le|la|notre|ma) (?:docteur|pediatre) (?:a |nous a |me a |lui a )?(?:dit|dis|vu|trouve|peur)\b",
    r"plomb (?:dans (?:\w+ )?)?sang|(?:mange|leche) (?:\w+ ){0,2}peinture",
    r"intoxi\w+ au (?:plomb|monoxyde)",
    (
        r"(?:arreter|diminuer|baisser|doubler|augmenter|sauter|reprendre) (?:la|ma|mes|mon|le|les|son|ses) "
        rf"(?:doses?|posologie|{_MEDICINE})"
    ),
    (
        r"(?:on|medecin|hopital|docteur|psy\w*|ils) me (?:a|ont|avait) (?:\w+ )?"
        r"(?:diagnostique|opere|prescrit|hospitalise|trouve une?|decouvert|detecte|donne un traitement)\w*"
    ),
    r"me (?:faire |faire )?(?:soigner|operer|hospitaliser|faire soigner)",
    r"(?:pour|de) me soigner",
    (
        rf"(?:je|jai|j?ai|on a|nous avons) (?:vraiment |toujours )?(?:plus|pas) (?:de |d )?(?:{_CARER} traitant|"
        rf"{_COVER})"
    ),
    rf"j?ai (?:\w+ )?(?:plus|pas) (?:de |d )?(?:{_CARER}|{_COVER})",
    r"(?:plus|pas) (?:de |d |un seul )?(?:medecin|docteur|generaliste|dentiste|psy\w*) (?:ici|chez moi|chez nous)",
    rf"je (?:\w+ ){{0,3}}(?:trouve|trouver|trouvais) (?:plus|pas|aucun|un) (?:\w+ )?{_CARER}\b",
    rf"je cherche (?:\w+ ){{0,3}}{_CARER} (?:\w+ ){{0,6}}(?:pour (?:moi|mon|ma|mes)|traitant|qui me|pres de chez)",
    rf"{_CARER} (?:\w+ ){{0,4}}(?:refuse\w*|veut pas|veulent pas) (?:de )?(?:me|nous) (?:soigner|recevoir|prendre)",
    (
        rf"{OWN} (?:(?!quand\b|quelqu\b)\w+ ){{0,12}}(?:{_ILL}|{_ILLNESS}|{_MEDICINE}|entend des voix|delire\w*|"
        rf"mange (?:presque |"
        rf"quasi |quasiment )?(?:plus|pas|rien)(?! (?:cher|bio|de viande)))(?: |$)"
    ),
    (
        rf"{OWN} (?:\w+ ){{0,6}}(?:souffre|a (?:\w+ )?mal (?:au|a|aux|depuis|partout)|perd la (?:tete|memoire)|"
        rf"doit (?:etre|se faire) "
        r"(?:operee?|hospitalisee?|operer|soigner)|tousse\w*|boit (?:beaucoup|trop)|se drogue|est tombee? malade|"
        r"fievre|dents? pourries?|joue gonflee|vomit|saigne)"
    ),
    (
        rf"(?:{_CARER}|{_ILLNESS}|hopital|urgences|soins|soigner|aide psy\w*|diagnostic|prise en charge) "
        rf"(?:\w+ ){{0,5}}(?:de |pour |a ){OWN}"
    ),
    rf"soigner {OWN}",
    (
        rf"(?:apa|mdph|aah|aeeh|pch|ehpad|toilette|curatelle|tutelle|autonomie|aide a domicile) (?:\w+ "
        rf"){{0,5}}(?:de|pour|a) {OWN}"
    ),
    rf"{FAMILY} (?:\w+ ){{0,8}}(?:apa|mdph|aah|aeeh|pch|toilette|dependante?|perte autonomie|perd son autonomie)\b",
    rf"{FAMILY} (?:\w+ ){{0,8}}(?:hopital|urgences|psychiatrie|hp|cmp|clinique|chirurgi\w+|reanimation)",
)
"""The health, the care or the want of care of whoever writes, or of their own people."""
_STATE: Final = any_of(
    rf"(?:a|avait|ayant) (?:\w+ ){{0,2}}mal (?:au |a la |aux |a )?{_BODY}",
    r"souffre",
    rf"(?:est|etait|etre|reste|tombee?|semble|serait) (?:\w+ ){{0,3}}{_ILL}",
    r"atteinte? ",
    r"diagnostiquee?",
    rf"(?:a|avait|avec|fait) (?:un|une|le|la|des|du) (?:\w+ )?{_ILLNESS}",
    rf"(?:prend|prenait|refuse|arrete|a besoin de|plus de|manque de|sans) (?:\w+ ){{0,4}}{_MEDICINE}",
    r"refuse (?:\w+ ){0,3}(?:soigner|soins?|hospitalisation|hopital|medecin|cmp)",
    r"(?:veut|ose) (?:pas|plus) (?:\w+ ){0,3}(?:soigner|hopital|medecin|cmp|urgences|docteur)",
    r"entend des voix",
    r"delire\b",
    r"decompens\w+",
    r"mange (?:presque |quasi |quasiment )?(?:plus|pas|rien)(?! (?:cher|bio|de viande))",
    r"perd la (?:tete|memoire)",
    rf"(?:besoin|cherche|attend) (?:\w+ ){{0,3}}{_CARER}",
    r"sort(?:i|ie)? (?:de |d )?(?:l )?(?:hopital|hospitalisation|psychiatrie)",
    r"incurique|syndrome de diogene|diogene",
    rf"{_ILLNESS} (?:connue|declaree|averee|stabilisee|non traitee)",
    r"(?:tremble|maigrit|tousse|vomit|saigne)\b",
)
_SURE_STATE: Final = any_of(
    rf"(?:a|avait) (?:\w+ ){{0,2}}mal (?:au |a la |aux |a )?{_BODY}",
    r"est (?:\w+ ){0,2}(?:malade|hospitalisee?|enceinte|diabetique|schizophrene|bipolaire|autiste|epileptique)",
    r"entend des voix",
    r"mange (?:presque |quasi |quasiment )?(?:plus|pas|rien)(?! (?:cher|bio|de viande))",
    rf"(?:prend|refuse|arrete) (?:plus |pas |de prendre )?(?:son|ses) {_MEDICINE}",
    r"veut pas (?:\w+ ){0,2}(?:hopital|medecin|soigner|docteur)",
    r"(?:boit|fume|consomme) (?:\w+ )?(?:beaucoup|trop|tous les jours|crack|heroine)|se drogue",
    r"(?:tousse|maigrit|vomit|convulse)\b",
    r"souffre(?:$| (?:et|mais|beaucoup|enormement|le martyre|trop))",
    r"vient (?:de |d )?(?:se faire |etre )(?:operer|hospitaliser|operee?|hospitalisee?|diagnostiquee?)",
)
TOLD_HEALTH: Final = (
    rf"{KNOWN_ONE} (?:\w+ ){{0,10}}?{_STATE}",
    rf"(?:il|elle|madame \w+|monsieur \w+|mme \w+|mr \w+|m \w+) {_SURE_STATE}",
    rf"{THEIR} (?:\w+ ){{0,8}}{_SURE_STATE}",
    (
        r"(?:une?|le|la|notre|ce|cette) (?:\w+ )?(?:nourrisson|bebe|fillette) (?:\w+ ){0,5}(?:fievre|vomit|tousse|"
        r"convulse|maigrit)"
    ),
    (
        rf"(?:{SOMEBODY}|mme|mr|m|madame|monsieur) (?:\w+ ){{0,4}}(?<!plus de )(?<!moins de )(?<!\d a )(?<!\d et )"
        rf"\d{{1,3}} ans (?:\w+ ){{0,4}}(?:{_ILL}|{_ILLNESS}|demente?\b|deshydrate)"
    ),
)
"""The health of somebody whom a word or a pronoun makes a real one."""
_HEALTH_OF_ONE: Final = any_of(
    r"depressi(?:f|ve)\b",
    r"(?:malade|diabetique|bipolaire|schizophrene|autiste|epileptique|alcoolique|toxicomane|handicapee?|aveugle)\b",
    r"(?:hospitalisee?|operee?|enceinte|alitee?|diagnostiquee?)\b",
    r"en (?:depression|burn out|chimio\w*|dialyse|ald|invalidite|arret (?:maladie|de travail|longue maladie))\b",
    r"sous (?:traitement|antidepresseurs?|methadone|subutex|neuroleptiques?|insuline)\b",
    rf"(?:atteinte?|souffre|souffrant) (?:de |du |des |une? )*{_ILLNESS}\b",
    rf"a (?:\w+ )?(?:un|une|le|la) {_ILLNESS}\b",
)
NAMED_HEALTH: Final = (
    rf"^(?:(?!(?:pour|les|des|aux|personnes?|patients?|publics?|aupres|sur)\b)\w+ ){{0,5}}?{_HEALTH_OF_ONE}"
)
"""What is said, right after a person's forename and name, of that person's health."""
TOLD_HEALTH_IF_CLOSE: Final = (
    rf"{ONE} (?:\w+ ){{0,12}}?{_STATE}",
    (
        r"(?:enfants?|petits?|bebes?|personnes|gens|familles?|residents|jeunes) (?:\w+ ){0,8}"
        r"(?:fievre|diarrhees?|vomi\w*|intoxi\w+|gale|malades|toussent)"
    ),
)
"""The health of « a person », « a patient »: of nobody, unless the sentence makes them a real one."""
HEALTH_FILES: Final = (
    r"ordonnance|certificat medical|carte vitale|compte rendu (?:medical|operatoire|hospitali\w+|consultation)"
    r"|bilan (?:sanguin|medical|psy\w*)|analyses? (?:de sang|medicales?)|irm|scanner|radio(?:graphie)?|"
    r"dossier medical"
)
"""Names of attachments that hold somebody's health."""
