"""A grievance, politics, money: what a mail says that no one answers alone; over levelled words (see `alerts`)."""

from __future__ import annotations

from typing import Final

from assistant.situation_patterns import any_of, any_word

COMPLAINT: Final = (
    (
        r"(?:port|depos)\w+ (?:une )?(?:plainte|main courante)|plainte (?:contre|a (?:l )?encontre|officielle)|je "
        r"me plains"
    ),
    (
        r"(?:inadmissible|inacceptable|scandaleux|scandaleuse|honteux|honteuse|revoltant|lamentable|inqualifiable|"
        r"meprisante?|"
        r"(?<!habitat )(?<!logement )(?<!logements )(?<!lutte contre )indigne)\b"
    ),
    (
        r"(?:je|nous|sinon|vais|allons|compte|comptons|devrai|faudra) (?:\w+ ){0,4}(?:saisi\w*|saisir\w*|"
        r"alerter\w*|contacter\w*|aller devant|ecrire a) (?:\w+ ){0,3}"
        r"(?:cnil|tribunal|justice|prud ?hommes?|avocate?|defenseure? des droits|mediat(?:eur|rice) de|"
        r"procureure?|presse)\b"
    ),
    (
        r"(?:mon|notre) avocate?|voies? de droit|poursuites judiciaires|action en justice|mise en demeure|"
        r"mets en demeure"
    ),
    r"(?:litige|conflit|differend|desaccord grave) (?:avec|qui|nous oppos|entre (?:nous|mon|notre|la|le|l|deux))",
    (
        r"(?:un|le|ce|notre) (?:\w+ )?(?:litige|conflit|differend|desaccord) (?:serieux|grave|ouvert|profond|"
        r"interne|en cours)"
    ),
    r"(?:un|serieux|grave|vif) (?:differend|litige)\b",
    (
        r"recours (?:gracieux|contentieux|administratif|collectif|contre|devant)|(?:notre|mon|un) recours\b"
        r"(?! (?:aux|a|au) )"
    ),
    (
        r"(?:pas|surtout pas) (?:repondre|transmettre|ecrire|le dire|en parler|communiquer) (?:\w+ )?(?:a|avec) "
        r"(?:mme|mr|m|"
        r"madame|monsieur)\b"
    ),
    (
        r"est (?:totalement |completement )?(?:faux|mensonger|inexact|errone)$|vous (?:vous "
        r")?(?:trompez|etes "
        r"trompee?s?)\b|contraire de ce que vous|contredi(?:t|sent) (?:\w+ )?(?:vos|votre|ce que vous)"
    ),
    (
        r"(?:je|nous) (?:conteste|contestons|refutons|refute|dementons|demens)\b|(?:attribu|pret)\w+ (?:\w+ "
        r")?(?:propos|paroles)"
    ),
    r"mise? au placard|approprie\w* (?:\w+ )?(?:notre|mon|nos) (?:travail|texte|projet|idees?)",
    r"harcel\w+ (?:\w+ )?(?:par|de) (?:son|sa|ma|mon|notre) (?:chef\w*|hierarchie|direct\w+|responsable)",
    r"(?:mentent|menteu(?:r|se)s?|mensonges?)\b|(?:nous|vous|me|leur|maire|elue?|president\w*|direct\w+) ment\b",
    (
        r"(?:risque|perdre|peur pour|perds) (?:ma|mon) (?:place|poste|emploi|note|stage|titularisation|contrat)\b|"
        r"(?:soit|etre) (?:pas )?etouffe\w*"
    ),
    r"diffamation|diffamatoire|calomni\w+|abus de pouvoir|detournement|conflit d ?interets? (?:de|du|entre)",
    r"(?:met\w*|mise) en cause (?:\w+ ){0,3}(?:mme|mr|m|madame|monsieur|votre|l|le|la)\b",
    r"(?:reclamation|doleances?)\b",
    (
        r"(?:je suis|nous sommes) (?:\w+ ){0,3}(?:mecontente?s?|decue?s? (?:de|par) (?:vous|votre|la fabrique)|en "
        r"colere|outree?s?|scandalisee?s?|choquee?s?|"
        r"furieu\w+|ecoeuree?s?)"
    ),
    r"(?:deuxieme|troisieme|quatrieme|cinquieme|enieme|\de|\dieme|\deme) fois que (?:je|nous|on|j)",
    (
        r"(?:votre|vos|la|le|cette|ce) (?:\w+ ){0,2}(?:collegue|directrice|directeur|salariee?|coordinat\w+|agent|"
        r"elue?|presidente?|medecin|chargee? de mission) (?:\w+ ){0,8}(?:menti|insulte\w*|incompetente?|irrespect\w+|"
        r"meprisante?|agressi\w+|manque de respect|mal parle|humilie\w*|harcele\w*|malhonnete)"
    ),
    (
        r"(?:me|nous) (?:a|ont) (?:\w+ )?(?:menti|insulte\w*|mal parle|mal recue?s?|meprise\w*|discrimine\w*|"
        r"exclue?s?|traitee?s? de)"
    ),
    (
        r"(?:on|personne|ils|elle|il|vous) (?:me |nous )(?:ecoute|repond|entend|respecte|consulte|"
        r"prend au serieux)\w* "
        r"(?:pas|plus|jamais|rien)|personne (?:me|nous) (?:ecoute|repond|entend|aide)"
    ),
    (
        r"nos (?:idees|avis|propositions|remarques) (?:\w+ ){0,3}(?:jamais|pas) (?:reprises?|ecoutees?|prises?|"
        r"suivies?|entendu\w+)"
    ),
    r"(?:se moque|vous moquez|se fiche|se fout) de (?:nous|moi|du monde|nos)",
    (
        r"(?:refus\w+) (?:de |d )?(?:\w+ )?(?:me|nous|mon|ma) (?:\w+ ){0,4}(?:soigner|recevoir|prendre|servir|"
        r"inscrire|entree)"
    ),
    (
        r"(?:a cause de (?:mon|ma|mes|notre|nos)|parce que (?:je suis|je|j?ai|on est|"
        r"on a)) (?:\w+ ){0,3}(?:couleur|voile|origine|accent|cmu|ame|css|papiers|arabe|noire?|rom)"
    ),
    (
        r"(?:maman|dame|monsieur|personne|femme|homme|famille|habitante?|jeune|usagere?|on) (?:\w+ ){0,6}(?:a|ont|"
        r"est vu) "
        r"(?:\w+ )?refusee?r? (?:\w+ ){0,4}(?:rdv|rendez vous|soins?|consultation|dentiste|medecin)"
    ),
    (
        r"(?:prend|prenait|prennent|veut|veulent|recoit|recevait|fait|accepte|acceptent) (?:plus|pas) (?:\w+ ){0,2}"
        r"(?:gens du voyage|arabes|noirs|roms|etrangers|migrants|ame|css|cmu|c2s|sans papiers)\b"
    ),
    (
        r"plus de (?:creneaux?|places?|rdv|rendez vous) pour (?:ce|cette|ces|les) (?:type|genre|gens|dossiers|"
        r"personnes|ame|"
        r"css|cmu)"
    ),
    (
        r"(?:voit|vu|regarde|montre) (?:\w+ ){0,3}(?:mon|son|ma|sa) (?:voile|carte (?:ame|css|cmu|c2s)|attestation "
        r"(?:ame|css))"
    ),
    r"(?:dit|repond|repondu|annonce) (?:\w+ ){0,8}pas de (?:css|cmu|ame|c2s)\b",
    r"renvoyee?s? sans (?:soins?|rendez vous|consultation|etre)",
    (
        r"(?:discriminee?s?|victime (?:de )?discriminations?|racistes?) (?:\w+ ){0,6}(?:a l|au|par|lors|chez|"
        r"hopital|medecin)"
    ),
    (
        r"(?:denonce\w*|signale\w*|alerte\w*) (?:\w+ ){0,4}(?:agissements|comportement|pratiques|derives|propos|"
        r"attitude)"
    ),
    (
        r"plagi\w+|repris (?:\w+ )?(?:notre|mon) (?:texte|travail|document) sans|sans (?:mon|notre) (?:accord|"
        r"autorisation)"
    ),
    r"harcelement (?:moral|au travail|de la part)|souffrance au travail (?:de|depuis|avec) (?:mon|ma|la|le)",
)
"""A grievance, an accusation, a conflict, a threat of going to law."""
POLITICAL: Final = (
    (
        r"politiquement (?:\w+ )?(?:sensible|delicat\w*|explosif|risque\w*|complique\w*)|sensible politiquement"
        r"|(?:sujet|dossier|contexte) (?:\w+ )?politique(?:ment)? (?:\w+ )?(?:sensible|tendu|delicat|explosif)"
    ),
    (
        r"(?:co ?sign\w+|signer|signature|signez|signataires?) (?:\w+ ){0,6}(?:tribune|petition|appel|manifeste|"
        r"lettre ouverte|motion)"
    ),
    (
        r"(?:tribune|petition|manifeste|lettre ouverte|motion) (?:\w+ ){0,12}(?:co ?sign\w+|signer|signature|"
        r"signez|signataires?|soutenir)"
    ),
    r"transferts? de (?:la |les )?competences?|competences? (?:sante )?(?:\w+ ){0,2}(?:transferee?s?|reprise par)",
    (
        r"transf(?:erts?|er(?:er|ee?s?|ent|era|erait)) (?:\w+ ){0,9}(?:(?:aux|vers les) (?:departements|regions|"
        r"communes|metropoles|"
        r"collectivites|intercommunalites)|(?:au|a la|vers le|vers la) (?:departement|region|conseil departemental|"
        r"conseil regional))\b"
    ),
    (
        r"(?:tribune|petition|manifeste|lettre ouverte|motion|voeu) (?:\w+ ){0,6}(?:contre|pour (?:le maintien|"
        r"sauver|defendre"
        r"|la defense)|demandant|demande|appelant|exige\w*|reclam\w+|denonc\w+|interpell\w+)\b"
    ),
    r"(?:conseil|assemblee|elus) (?:\w+ ){0,6}(?:vote|adopte|votee?|adoptee?) (?:\w+ ){0,3}(?:motion|voeu)\b",
    r"non a la (?:fermeture|suppression|loi|reforme|privatisation|baisse|casse)|contre la fermeture (?:de|des|du)\b",
    r"\d+ signatures|(?:recueillir|collecte\w*|recolt\w+) (?:\w+ )?signatures|^signez\b|signez (?:et )?partagez",
    (
        r"(?:ecrire|interpeller|courrier|lettre|ecrivons|interpellons) (?:\w+ ){0,3}(?:au|le|la|a la|aux) (?:ministre|"
        r"prefet|deputee?s?|"
        r"senateurs?)\b"
    ),
    (
        r"(?:pensez|penses|reagi\w+|reaction|avis) (?:vous )?(?:\w+ ){0,4}(?:reforme|suppression|projet de loi|"
        r"gouvernement|senat|"
        r"assemblee nationale)\b"
    ),
    r"(?:suppression|remise en cause|restriction) (?:de )?(?:la |l )?(?:ame|aide medicale)\b",
    (
        r"candidate?s? (?:de la |de |a la )(?:majorite|opposition|droite|gauche|mairie)|raisons? electorales?|"
        r"(?:maire|elue?|equipe) sortante?"
    ),
    r"(?<!se )(?<!vous )(?<!nous )manifester (?:\w+ ){0,3}(?:contre|devant)|manifestation (?:contre|devant|nationale)",
    r"appel des \d+|soutenir (?:notre|cette|la|une|leur) (?:motion|petition|tribune|mobilisation)\b",
    r"brigu\w+|sa campagne (?:pour|de)\b",
    (
        r"(?:elections?|municipales|legislatives|departementales|regionales|presidentielle|scrutin|"
        r"electoral\w*) (?:\w+ ){0,14}"
        r"(?:candidat\w*|listes?|programmes?|soutien|soutenir|campagne|interpell\w+|voter|position|opposition)\b"
    ),
    (
        r"(?:candidat\w*|listes?|programmes?|soutien|campagne|interpell\w+|avant|en vue de|approche) (?:\w+ ){0,4}"
        r"(?:elections?|municipales|legislatives|departementales|regionales|presidentielle|scrutin|electoral\w*)\b"
    ),
    (
        r"(?:tete|tetes) de liste|colistier\w*|liste (?:citoyenne|municipale|(?:d )?opposition)|campagne electorale|"
        r"programme electoral"
    ),
    (
        r"parti (?:politique|socialiste|communiste|republicain)|la france insoumise|lfi|rassemblement national|"
        r"renaissance|les republicains"
        r"|(?:groupe|elue?s?|conseill\w+) d? ?(?:l )?opposition|(?:groupe|elue?s?) de la majorite|"
        r"extreme (?:droite|gauche)"
    ),
    (
        r"(?:votre|la) position (?:\w+ ){0,4}(?:sur|concernant|vis a vis|face) (?:\w+ ){0,4}"
        r"(?:loi|projet de loi|reforme|suppression|gouvernement|budget|ame|politique|fermeture)"
    ),
    r"(?:prise de position|prendre position|se positionner publiquement|soutien public|consigne de vote)",
    (
        r"(?:proposition|projet) de loi (?:\w+ ){0,10}(?:amendements?|auditionn\w+|audition|soutien|contribution)|"
        r"amendements?\b"
    ),
)
"""Elections, parties, a text to sign, who is to have which competence."""
_MONEY: Final = any_word("devis factures? bon_de_commande contrat convention avenant acompte prestation budget marche")
COMMITMENT: Final = (
    (
        r"(?:devis|factures?|bons? de commande|contrat|avenant|convention|acte (?:d )?engagement) (?:\w+ ){0,3}"
        r"(?:ci jointe?s?|jointe?s?|en piece jointe|a signer|signee?|a retourner|a regler|en attente|impayee?s?|"
        r"n \d|numero)"
    ),
    (
        r"(?:etabli\w*|envoy\w*|transm\w+|chiffr\w+|signer|signez|retourn\w+|renvoy\w+|valid\w+|regl\w+|payer|"
        r"recevoir|obtenir"
        rf"|ci joint|voici|joint) (?:\w+ ){{0,5}}(?:votre|notre|la|le|ce|cette|une?|vos|nos|"
        rf"leur)? ?{_MONEY}\b(?! de ville| local| locaux)"
    ),
    (
        r"(?:vos|quels sont vos|quel est votre) (?:tarifs?|conditions (?:financieres|(?:d )?intervention|tarifaires)?|"
        r"honoraires|prix|couts?)\b"
    ),
    (
        r"combien (?:\w+ ){0,3}(?:votre (?:intervention|venue|prestation)|vous (?:demandez|prenez|facturez))|"
        r"forfait de \d+|"
        r"(?:dire|connaitre|preciser|indiquer|sous quelles|a quelles) (?:\w+ )?conditions\b(?! de (?:reussite|vie|"
        r"travail|sante))"
    ),
    (
        r"(?:budget|enveloppe|remuneration|honoraires|cachet|indemni\w+|defraiement|forfait) (?:\w+ ){0,5}"
        r"(?:formateur|intervena\w+|pour vous|pour votre|de deplacement|prevue? pour|symbolique|a vous)"
    ),
    (
        r"(?:vous|votre association|fabrique) (?:\w+ ){0,4}(?:engag(?:er|ez|e|ement)|remuner\w+|factur\w+|"
        r"cofinanc\w+|subventionn\w+)"
    ),
    (
        r"(?:consultation|mise en concurrence|marche public|appel d? ?offres?|accord cadre|dce|mapa) (?:\w+ ){0,12}"
        r"(?:repondre|candidater|soumissionner|votre|offre avant|attribu\w+|interessee?s?)"
    ),
    (
        r"(?:repondre|candidater|soumissionner|groupement|co ?traitan\w+|sous traitan\w+) (?:\w+ ){0,6}(?:marche|"
        r"appel d? ?offres?|consultation|mapa)"
    ),
    (
        r"(?:reverser|verser|versement|avance de frais|remboursement de (?:vos |mes |nos )?frais|paiement de|"
        r"reglement de|cotisation (?:\w+ )?(?:impayee|due|a regler))"
    ),
    (
        r"(?:payer|regler|paiement) (?:\w+ ){0,3}(?:en ligne|par (?:cheque|virement|carte)|l adhesion|adhesion|"
        r"la cotisation|ma cotisation|notre cotisation)"
    ),
    r"(?:renouvel\w+|resili\w+|reconduction|souscri\w+) (?:\w+ ){0,5}(?:contrat|abonnement|assurance|bail|licence)",
    (
        r"(?:lettre|accord) (?:de soutien|(?:d )?engagement|de partenariat|de principe ecrit)|porter (?:le|"
        r"un) dossier (?:ensemble|commun)"
        r"|(?:co ?porteur|partenaire financier|consortium)"
    ),
)
"""Money, a contract, a procurement, an engagement wanted of the association."""
RELAYED: Final = any_of(
    r"recrut\w+|offres? d? ?emploi|fiche de poste|postes? (?:a pourvoir|de|est|en)|candidatures?|cdd|cdi|"
    r"a mi temps|temps plein",
    r"appels? a (?:projets?|manifestation|candidatures?|initiatives|communications?)|aap|ami\b",
)
"""A job or a call for projects: its money is not the association's."""
