"""What a mail tells of a person in danger, one way of telling it a line; over levelled words (see `alerts`)."""

from __future__ import annotations

from typing import Final

from assistant.situation_patterns import PERSON, any_of, any_word
from assistant.triage.alert_people import KNOWN_ONE, ONE, OWN, THEIR

_CHILD: Final = (
    r"(?:une?|cet|cette|la|le|notre|mon|ma|de) (?:\w+ )?"
    r"(?:enfant|bebe|fillette|fille|garcon|gamine?|gosse|mineure?|ado|adolescente?|eleve|nourrisson|petite?)"
)
_HURTS: Final = any_of(
    r"frapp(?:e|ee?s?|ent|er|ait|aient)",
    r"bat(?:s|tent|tre|tu|tue|tus|tait)?",
    r"tap(?:e|ee?s?|ent|er|ait)",
    r"cogn(?:e|ee?|er|ait)",
    r"viol(?:e|ee?s?|er|ait)",
    r"menac(?:e|ee?s?|ent|er)",
    r"etrangl(?:e|ee?|er)",
    r"enferm(?:e|ee?s?|er)",
    r"sequestr(?:e|ee?|er)",
    r"harcel(?:e|ee?s?|ent|er)",
    r"agress(?:e|ee?s?|er)",
    r"maltrait(?:e|ee?s?|er)",
    r"tabass(?:e|ee?s?|er)",
    r"humili(?:e|ee?s?|er)",
    r"poursui(?:t|vie?)",
    r"secou(?:e|ee?)",
    r"bouscul(?:e|ee?)",
    r"gifl(?:e|ee?)",
    r"bless(?:e|ee?s?)",
    r"brul(?:e|ee?s?)",
    r"pouss(?:e|ee)(?! (?:a|de|vers|dans (?:cette|la) (?:voie|demarche|direction)))",
)
_SUFFERED: Final = (
    "(?:violences?|viols?|agressions?|harcelement|menaces|maltraitances?|racisme|inceste|coups|abus|attouchements?)"
)
_KILLED: Final = r"(?:suicidee?s?|pendue?s?|donnee?s? la mort|immolee?s?|defenestree?s?|jetee?s? (?:sous|par|du|dans))"
_WORK: Final = any_word(
    "reunions? dossiers? tableaux? copils? mails? paperasse formulaires? visios? diagnostic cls asv projet projets",
    "administration sigles acronymes chiffres tableurs? excel rapports?",
)
_OF_WORK: Final = rf"(?! (?:de |des |du )(?:ces |cette |ce |la |les |nos |vos |mes )?{_WORK})"
SURE_DANGER: Final = (
    # Of oneself.
    rf"j?en (?:peux|pouvais) (?:vraiment |juste |tout simplement )?(?:plus?|pu)\b{_OF_WORK}",
    rf"(?:elle|il|{OWN}) (?:\w+ )?en peut (?:vraiment )?(?:plus?|pu)\b{_OF_WORK}",
    r"(?:on|nous) en (?:peut|pouvons) (?:vraiment |juste )?(?:plus?|pu)$",
    r"(?:je|jsuis|chui) (?:suis |me sens )?(?:\w+ ){0,2}(?:a bout(?! de (?:souffle|bras))|au bout du rouleau)",
    r"(?:je|jsuis|chui) (?:suis |me sens )?(?:\w+ ){0,2}(?:desespere|desesperee|en detresse|en danger|terrorisee?)",
    (
        r"(?:je suis|jsuis|nous sommes|on est|me retrouve|se retrouve) (?:\w+ ){0,3}(?:a la rue|dehors avec|"
        r"sans abri)(?! (?:sur|pour|cote))"
    ),
    r"(?:je dors|on dort|nous dormons) (?:\w+ ){0,2}(?:dehors|rue|voiture|cave|hall|gare)",
    r"je (?:dors|mange|vis) plus\b(?! (?:de viande|de toute facon|a|chez|dans|bio))",
    r"je (?:vais |suis en train de )?craquer?\b",
    r"je vous en supplie",
    r"plus rien a manger",
    r"(?:rien mange|pas mange) depuis",
    rf"(?:je|nous) me? ?(?:suis|sommes) fait {_HURTS}",
    rf"(?:je|nous) (?:nous )?sommes fait {_HURTS}",
    rf"j?ai (?:deja )?ete (?:\w+ )?{_HURTS}",
    rf"(?:je suis|jetais|je etais|etais) (?:\w+ ){{0,2}}(?:victime (?:de )?(?:\w+ )?{_SUFFERED}|battue|menacee?)",
    rf"(?:subi|subis|subissons) (?:\w+ ){{0,3}}{_SUFFERED}",
    rf"(?:il|elle|ils|elles|on) me (?:a |ont |avait )?(?:\w+ )?{_HURTS}",
    (
        r"(?:peur|crains|craint) (?:de |pour )(?:mon (?:mari|ex|conjoint|compagnon|pere|frere|fils)|ma (?:vie|"
        r"securite))"
    ),
    r"je me (?:suis )?(?:mutilee?|scarifiee?|fais du mal|fait du mal)",
    r"(?:mes|j?ai (?:\w+ ){0,2}(?:des|ces|de)) (?:idees|pensees) (?:noires|suicidaires|de mort)",
    (
        r"mon (?:ex|mari|pere|frere|ancien \w+) (?:\w+ ){0,3}(?:me|nous) (?:suit|attend|guette|surveille|traque|"
        r"espionne|poursuit)\b"
    ),
    (
        r"(?:vois|trouve|ai) plus (?:de |aucune |une seule )?raisons? de (?:vivre|continuer)$|(?:vois|voit) plus "
        r"issue$|je suis (?:\w+ )?au bord du (?:gouffre|"
        r"precipice|suicide)"
    ),
    r"je (?:\w+ )?(?:mange|dors) (?:\w+ )?plus (?:et|ni) (?:\w+ )?(?:mange|dors)|je tien(?:s|drai|drais) plus$",
    r"(?:me|nous|la|les) (?:a|ont) (?:\w+ )?(?:mis|foutu|jete|vire)e?s? (?:dehors|a la porte|a la rue)",
    (
        r"(?:on|nous|je) (?:\w+ )?(?:vit|vivons|vis|loge|logeons) (?:\w+ ){0,5}dans (?:une?|la|le|ma|notre|un) "
        r"(?:\w+ )?(?:cave|garage|tente|squat|voiture|parking|camion)\b"
    ),
    r"je y arrive (?:vraiment |juste )?plus$|a qui (?:on |je peux |peut on )?parler? la nuit",
    r"je pleure\b(?! de (?:rire|joie))|je fais que (?:de )?pleurer",
    r"(?:arrive|arrivais) (?:plus|pas) a me lever|(?:vais|veux|vaut) plus me lever",
    (
        r"(?:serait|est) (?:\w+ )?(?:plus simple|mieux|plus facile) (?:de |que je )(?:disparai\w+|mour\w+|me en "
        r"aille|en finir)"
    ),
    (
        r"si je (?:revenais|rentrais|me reveillais|existais|disparaissais) (?:pas|plus)|personne "
        r"(?:se |me )?"
        r"(?:en )?(?:rendrait compte|apercevrait|pleurerait|regretterait|manquerait)|je manquerai(?:s)? a personne"
    ),
    (
        r"(?:je |on |nous )(?:parle|parlons|vois|voit) (?:plus )?a personne|"
        r"voulais (?:juste |seulement )?que quelqu un (?:le )?sache"
    ),
    (
        r"(?:115|samu social) (?:(?:nous|me|la|les|lui) (?:a|ont) (?:\w+ )?(?:mis|mise|logee?s?|refusee?s?|"
        r"placee?s?|laissee?s?)|"
        r"(?:me|nous) (?:rappelle|repond|loge|trouve) (?:plus|pas|rien))"
    ),
    (
        r"(?:plus|pas) (?:\w+ )?(?:envie|gout) (?:de rien|rien|a rien|a la vie|(?:d )?(?:etre la|exister)|de me "
        r"lever|de vivre|de continuer)"
    ),
    r"(?:ma|sa) vie (?:elle )?(?:sert|vaut|a) (?:a |plus )?(?:rien|aucun sens|plus de sens)",
    r"a quoi (?:bon|ca sert de) (?:vivre|continuer|rester en vie)",
    (
        r"(?:je veux|je voudrais|jveux|envie de) (?:juste )?(?:plus me reveiller|dormir pour toujours|"
        r"que tout se arrete)"
    ),
    r"avant de (?:faire une betise|commettre l irreparable|commettre irreparable|passer a acte)",
    (
        r"(?:message|lettre|mot|mail) (?:d )?adieux?\b|(?<!ce que )(?:est|ceci|sera|voici|voila) (?:\w+ )?(?:mon "
        r"dernier (?:message|mail)|ma derniere lettre)"
        r"(?! (?:avant|de la|du|sur|a ce|pour))|ma derniere nuit"
    ),
    r"(?:demain|ce soir|aujourd hui) (?:\w+ )?(?:est|sera) mon dernier jour(?! (?:a|au|en|chez|ici|dans|de))",
    r"je (?:\w+ ){0,3}(?:vais|veux|peux|irai) (?:\w+ )?plus (?:\w+ )?nulle part",
    r"mieux (?:\w+ )?sans moi|si je (?:etais|suis|serais) plus (?:la|de ce monde)|si je disparais\w*",
    r"(?:demain|ce soir|bientot) (?:\w+ ){0,2}(?:je |j )?serai plus (?:la|de ce monde)",
    (
        r"(?:tout|j?ai) (?:\w+ )?prepare (?:\w+ ){0,6}(?:propre|(?:mes|mon|ma) (?:parents|famille|enfants|proches|"
        r"mere|pere))"
    ),
    (
        r"(?:laisse|laisser|ecris|ecrit) (?:\w+ ){0,3}(?:lettre|mot) (?:\w+ ){0,3}(?:mes (?:parents|enfants|"
        r"proches)|ma famille)"
    ),
    r"(?:pardon|pardonnez|pardonne|desolee?) (?:\w+ ){0,4}(?:tout le mal|ce que je vais faire)",
    r"que (?:tout )?(?:ca|cela|tout) (?:se arrete|cesse enfin|finisse)",
    r"plus la force de (?:continuer|vivre|me lever|me battre|rien)|plus la force$",
    (
        r"(?:plus|pas) personne a qui (?:parler|me confier)|besoin de parler a quelqu un$|"
        r"juste parler a quelqu\w*(?: un)?$"
    ),
    r"peur de (?:rentrer|sortir de chez|ce que je (?:pourrais|vais)|lui)",
    # Of one's own people.
    rf"{OWN} (?:\w+ ){{0,4}}(?:me|la|le|les|nous|lui|sur moi|sur elle) (?:a |ont |avait )?(?:\w+ )?{_HURTS}",
    rf"{OWN} (?:\w+ ){{0,3}}se (?:est |sont )?(?:fait|font|faisait) (?:\w+ )?{_HURTS}",
    rf"{OWN} (?:\w+ ){{0,5}}(?:victime (?:de )?(?:\w+ )?{_SUFFERED}|en danger|a disparu|fugue\w*)",
    rf"{OWN} (?:\w+ ){{0,8}}(?:se est (?:\w+ )?{_KILLED}|tentative de suicide|se (?:mutile|scarifie)|mis fin a ses)",
    rf"{OWN} (?:\w+ ){{0,8}}(?:veut|voulait|parle de|dit) (?:\w+ ){{0,2}}(?:mourir|en finir|plus vivre|se tuer)",
    rf"(?:suicide|tentative de suicide) (?:de )?{OWN}",
    rf"{OWN} (?:\w+ ){{0,3}}(?:devient|est) (?:\w+ )?(?:violente?s?|dangereu\w+|agressi\w+)",
)
"""Somebody in distress, threatened or struck, as told by themselves or by their own people."""
TOLD_DANGER: Final = (
    rf"se (?:est|sont|etait|serait) (?:\w+ )?{_KILLED}",
    r"mis fin a (?:ses|leurs) jours",
    (
        r"(?:a|avait|ont|viens?t? de) (?:fait|faire|commis|refait) (?:une|plusieurs|deux|sa \w+) (?:\w+ )?"
        r"(?:tentatives? de suicide|ts)\b"
    ),
    r"suicides? (?:de |des )?(?:un|une|notre|son|sa|deux|trois|cet|cette|ce)\b(?! (?:personne|jeune) sur)",
    r"(?:un|une|deux|trois|plusieurs|nouveau|nouveaux) (?:\w+ )?suicides? (?:dans|chez|au|parmi|a eu|ont eu|depuis)",
    (
        rf"(?:{THEIR}|(?:le|un) (?:mari|conjoint|compagnon|copain|ex|pere|voisin)) (?:\w+ ){{0,3}}(?:la|le|les|lui) "
        rf"(?:a |avait )?(?:\w+ )?{_HURTS}"
    ),
    rf"(?:{PERSON}|qui) (?:\w+ ){{0,4}}se (?:est |sont )?(?:fait|font|faisait) (?:\w+ ){{0,2}}{_HURTS}",
    (
        rf"{ONE} (?:\w+ ){{0,5}}(?:est|a ete|etait|serait|semble|dit etre) (?:\w+ ){{0,2}}"
        rf"(?:{_HURTS}|victime (?:de )?(?:\w+ )?{_SUFFERED}|en danger|en detresse)"
    ),
    rf"{ONE} (?:\w+ ){{0,4}}subit (?:\w+ ){{0,3}}{_SUFFERED}",
    rf"{KNOWN_ONE} (?:\w+ ){{0,6}}victime (?:de )?(?:\w+ )?{_SUFFERED}",
    rf"{_CHILD} (?:\w+ ){{0,8}}(?:coups|des bleus|hematomes?|maltrait\w+|battue?|en danger|attouchements?)",
    (
        rf"{_CHILD} (?:\w+ ){{0,8}}(?:livree? a|seule? (?:la nuit|a la maison|dehors|toute la)|mange (?:pas|plus)|"
        rf"fugue\w*)"
    ),
    (
        r"(?:des|les|ses|mes|leurs|deux|trois|ces) enfants? (?:\w+ ){0,4}(?:dorment (?:dehors|dans|par terre)"
        r"|sont (?:\w+ )?(?:en danger|frappes|battus|maltraites|seuls la nuit|livres a)|mangent (?:pas|plus)|a la rue"
        r"|enfermes?|ont (?:des|peur))"
    ),
    (
        r"(?:famille|femme|maman|mere|dame|homme|monsieur|jeune|ado|mineure?) (?:\w+ ){0,5}(?:dor[mt]\w* "
        r"(?:dehors|dans la "
        r"rue|dans une voiture|dans sa voiture)|menacee? (?:de mort|avec|par))"
    ),
    (
        r"(?:marques?|traces?) (?:\w+ ){0,2}(?:au cou|coups|sur (?:le|les|son) (?:corps|visage|bras))|"
        r"oeil (?:ferme|au beurre)"
    ),
    r"(?:propos|idees?|discours|gestes?) (?:tres |clairement |plutot )?suicidaires?",
    r"(?:entendu|entends|entend) (?:\w+ ){0,4}(?:crier|hurler|coups|pleurer)",
    r"(?:a|avait|ont) disparu depuis|au secours",
    (
        r"(?:bebe|enfants?|petite?s?|nourrisson|fille|fils|gamine?s?|maman|dame|monsieur) (?:\w+ ){0,6}"
        r"(?:boi(?:t|vent)|tete(?:nt)?|reagi(?:t|ssent)|bouge(?:nt)?|urine) (?:plus|pas)"
    ),
    (
        r"(?:dois|doit|faut|avons|ai|peur d?e?|fait) (?:\w+ ){0,2}?(?:appeler|appele|prevenir|prevenu|"
        r"alerter) (?:\w+ ){0,2}(?:15|17|18|112|114|119|samu|pompiers|police|secours)"
    ),
    (
        r"barricad\w+|menac\w+ (?:ses|les|leurs|des|nos|mes) (?:voisins|enfants|proches|parents|collegues|agents|"
        r"salariees?)"
    ),
    rf"inqui\w+ (?:\w+ ){{0,4}}(?:pour|de) (?:\w+ ){{0,2}}(?:securite|vie) (?:de )?{ONE}",
    r"signal\w+ (?:\w+ ){0,4}(?:situation|cas) (?:de )?(?:\w+ )?(?:violences?|maltraitance|enfant|mineur|danger)",
    # Kept under control, or made to keep silent.
    (
        r"(?:lui|homme|mari|conjoint|compagnon|copain|ex|fils|fille|patron|logeur|proprietaire) (?:\w+ "
        r"){0,3}?"
        r"(?:controle|garde|prend|pris|confisque|surveille|regarde|fouille|cache)e? (?:\w+ )?(?:sa|ses|son|mon|ma|mes) "
        r"(?:\w+ )?(?:telephone|portable|carte|cles|papiers|passeport|argent|sms|salaire)"
    ),
    (
        r"(?:il|elle) (?:\w+ ){0,2}?(?:confisque|surveille|regarde|fouille|controle|pris) (?:\w+ )?(?:mon|ma|mes) "
        r"(?:telephone|portable|carte|cles|papiers|passeport|argent|sms|messages)"
    ),
    r"(?:fils|fille|mari|compagnon|conjoint|ex|niece|neveu) (?:\w+ )?(?:controle|decide de) tout",
    (
        r"(?:lui|me) (?:\w+ )?interdi(?:t|sait|sent) de (?:sortir|parler|voir|travailler|telephoner|"
        r"revenir|appeler)"
    ),
    r"(?:vient|entre|rentre|venait|entrait) (?:\w+ ){0,3}dans (?:sa|ma) (?:chambre|lit)|dans son lit la nuit",
    (
        r"(?:fait|fit) (?:promettre|jurer)(?:$| (?:de )?(?:rien|pas|de rien|le (?:dire|repeter)))|"
        r"(?:supplie|menace|interdit) (?:\w+ )?de rien dire"
    ),
    r"(?:montre|vu|voit|remarque) (?:\w+ )?(?:des |ses |les )(?:traces|marques|bleus|bras|brulures)\b",
    r"(?:j?ai|elle a|il a|avait|avec) (?:encore )?(?:un|des|plein de) bleus?\b(?! (?:de travail|de methylene))",
    r"(?:des|ses|les) bleus (?:\w+ ){0,2}(?:que personne|sur|inexplique\w*|partout|au visage|aux bras)",
    r"manches longues (?:\w+ ){0,5}(?:sport|ete|chaleur|temps)",
    # Left without care, without what one needs to live.
    (
        r"(?:attachee?s?|sanglee?s?|ligotee?s?) (?:au |a |aux |a son |sur (?:son |un |le )?)(?:\w+ )?(?:fauteuil|"
        r"lit|chaise)s?"
    ),
    (
        r"(?:prive|privent|privee?s?) (?:de |les (?:\w+ )?de |la de |le de )(?:repas|manger|nourriture)|"
        r"draps (?:mouilles|souilles)|dans (?:ses|leurs) (?:excrements|urines?)"
    ),
    rf"(?:coupe|couper|couperont) (?:\w+ )?(?:eau|electricite|chauffage) (?:\w+ ){{0,4}}(?:pour|a) (?:\w+ )?{ONE}",
    (
        r"(?:une?|le|la|ma|mon|sa|son|notre|deux|trois|quatre|cinq|mes|ses) (?:\w+ )?"
        r"(?:nourrissons?|bebes?|enfants?|petits|"
        r"fillette|fille|fils|maman|mere|famille) (?:\w+ ){0,6}(?:sans|pas de|plus de) "
        r"(?:chauffage|eau|electricite|lait|logement|toit)\b(?! (?:potable|courante) en)"
    ),
    (
        r"(?:on|je|personne) (?:la |le |les |a )?(?:entend|entends|vois|voit|vu|entendu) (?:presque |quasi )?"
        r"(?:plus|pas) (?:depuis(?! \d)|sortir)|(?:on|je) (?:la |le )?(?:entend|entends|voit|vois) (?:presque )?plus$"
    ),
    (
        r"(?:voisine?s?|dame|monsieur) (?:\w+ ){0,8}(?:on |je )?(?:la |le )?(?:entend|entends|voit|vois) (?:\w+ "
        r")?plus\b"
    ),
    r"personne (?:la |le )?(?:a )?(?:vue?|entendue?|croisee?) depuis",
    r"(?:dame|monsieur|voisine?|mamie|papy|locataire|personne agee) (?:\w+ ){0,6}(?:sort|repond|ouvre) plus\b",
    r"(?:peur|envie) (?:de )?(?:lui |leur |me )?faire du mal\b",
    (
        r"(?:pere|oncle|frere|cousin|voisin|copain|mari|compagnon|moniteur|educateur) (?:\w+ ){0,3}(?:touche|"
        r"tripote|caresse)\w* "
        r"(?:\w+ )?(?:ma|mon|sa|la|le|les) (?:\w+ )?(?:soeur|fille|fils|enfants?|petite?|niece|frere)"
    ),
    r"lev(?:e|ait|er) la main sur|donn(?:e|ait|er) (?:une|des) (?:gifles?|claques?|coups)\b",
    r"boite (?:aux? lettres? |a lettres )?(?:\w+ )?debord\w+|volets (?:\w+ ){0,3}fermes (?:depuis|toute)",
)
"""The same of somebody else: a death by suicide, blows, a child alone, silence kept, want of what one lives by."""
_LEFT: Final = r"(?:partie?|decedee?|mort|morte|disparue?|quittee?|enterree?)"
FAREWELL: Final = (
    (
        (
            r"(?:trie|range|vide|jete|brule) (?:\w+ )?(?:mes|ses|les|mon|toutes mes|toutes ses|tous mes|tous ses) "
            r"(?:papiers|affaires|placards|armoires|dossiers|photos|comptes)|mis (?:mes|ses|les) (?:papiers|affaires) "
            r"en ordre"
        ),
        (
            r"(?:donne|vendu|confie|laisse) (?:\w+ )?(?:le|la|son|sa|mon|ma|ses|mes|les) (?:\w+ )?"
            r"(?:chat|chatte|chien|chienne|chiens|chats|oiseaux|betes|troupeau|cles|bijoux|alliance)"
        ),
        r"(?:paye|regle) (?:\w+ )?(?:loyer|obseques|enterrement) (?:\w+ ){0,3}avance|adieux?\b",
    ),
    (
        (
            rf"(?:ma|sa|mon|son) (?:femme|mari|compagne|compagnon|epouse|epoux|fils|fille|mere|frere) (?:\w+ )?(?:est|"
            rf"sont) {_LEFT}"
        ),
        r"(?:depuis|apres) (?:le |la )?(?:deces|mort|depart) de (?:sa|ma|son|mon)|vi[ts] seule?\b",
        r"(?:servirait|servira|sert) (?:plus|a rien)|(?:parle|vois|voit) (?:plus )?(?:a )?personne|plus personne",
        r"pour (?:que )?(?:on|vous|ils|personne) (?:\w+ ){0,3}(?:a le faire )?apres$|(?:a|ont) remerciee?s? pour tout",
    ),
)
"""Signs of a farewell: affairs set in order or given away, and loneliness. One of each in a mail; alone, neither is
one."""
