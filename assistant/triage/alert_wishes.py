"""What a mail asks that is not simply done: contacts, orders to software, rights; levelled words (see `alerts`)."""

from __future__ import annotations

from typing import Final

from assistant.situation_patterns import any_of, any_word

_LIST: Final = any_of(
    r"listes?", r"listings?", r"fichiers?", r"bases?(?: de donnees)?", r"annuaires?", r"repertoires?", r"extractions?"
    r"|exports?", r"tableaux?", r"carnets? d? ?adresses", r"mailing lists?", r"liste de diffusion", r"coordonnees",
    r"adresses(?: (?:mails?|e mails?|mels?|electroniques?|postales?))?", r"mails|e ?mails|courriels|mels",
    r"numeros|telephones|contacts|noms|portables",
)  # fmt: skip
_PEOPLE: Final = any_word(
    "contacts? adherente?s? membres? coordinat\\w+ coordonnat\\w+ coordos? referente?s? abonnee?s? adresses "
    "mails emails",
    "e_mails coordonnees benevoles participante?s? inscrite?s? coordinations elus elues partenaires intervenante?s?",
    "salariee?s? administrat\\w+ personnes destinataires structures_adherentes chargee?s?_(?:de_)?mission animat\\w+",
)
_ASK: Final = any_of(
    r"transmettre|transmettez|transmettriez|transmets",
    r"envoyer|envoyez|envoie|faire parvenir",
    r"communiquer|communiquez|communiqueriez",
    r"indiquer|indiquez|passer|adresser|qui (?:a|aurait|possede)",
    r"donner|donnez|fournir|fournissez|partager|partagez|ceder|vendre",
    r"avoir|obtenir|recevoir|recuperer|disposer de|acceder a|acces a|acheter|extraire|exporter",
    r"cherchons|cherche|recherche|recherchons|demandons|(?<!pas )besoin(?: de| du| des| d)?|souhaitons|souhaite|"
    r"voudrais|aimerais|avez vous"
    r"|auriez vous|vous avez|vous auriez|tu (?:as|aurais)|payons|racheter|acquerir|il (?:me|nous) faut|faudrait",
)
_SOMEONE: Final = any_of(
    r"(?:mme|mr|madame|monsieur|m|docteure?|dr|pr) [a-z]\w*",
    r"(?:cette|ladite) personne|ce monsieur|cette dame",
    r"(?:une?|mon|ma|son|sa) (?:ancien(?:ne)? )?(?:collegue|amie?|camarade|directrice|medecin|voisine?)",
    r"(?:coordinat(?:rice|eur)|coordonnat(?:rice|eur)|presidente?|adjointe?)\b",
    r"(?:la|le|votre) (?:president\w*|directrice|directeur|chargee? de mission|salariee?|stagiaire|tresori\w+)",
)
CONTACTS: Final = (
    (
        rf"{_ASK} (?:\w+ ){{0,9}}?(?<!\ba )(?:votre|vos|une?|la|le|les|leurs?|l|des|du|tous les|toutes les)? ?(?:\w+ )?"
        rf"{_LIST} (?:\w+ )?(?:de |des |du |d |avec |complet des |complete des |aux )(?:\w+ ){{0,3}}{_PEOPLE}\b"
    ),
    (
        rf"{_ASK} (?:\w+ ){{0,7}}?(?<!\ba )(?:leurs|vos) (?:listes?|fichiers?|adresses|coordonnees|mails|e ?mails|"
        rf"numeros|telephones)"
    ),
    (
        rf"{_ASK} (?:\w+ ){{0,7}}?(?<!\bsur )(?<!\bdans )(?:son|sa|leur) (?:adresse|mail|e ?mail|numero|telephone|"
        rf"portable|tel|"
        rf"coordonnees|06)\b"
    ),
    (
        rf"{_ASK} (?:\w+ ){{0,7}}?(?:numero|telephone|portable|adresse|mail|coordonnees|06)(?: \w+){{0,3}} (?:de |"
        rf"du |d )?{_SOMEONE}"
    ),
    (
        r"(?:retrouver|recherche|cherche) (?:\w+ ){0,4}(?:ancien\w* (?:collegue|amie?|camarade)|trace de|"
        r"une personne qui)"
    ),
    r"(?:qui|ou) habite (?:\w+ )?(?:cette personne|mme|mr|madame|monsieur)",
    (
        r"(?:avoir|obtenir|recuperer|disposer de|acceder a|besoin de|voudrais|voudrait|voudrions|souhaite|"
        r"souhaitons|voulons) "
        r"(?:votre|vos) (?:fichiers?|listings?|mailings?|carnets?|bases?)\b"
    ),
    (
        rf"{_ASK} (?:\w+ ){{0,6}}?(?:les |des )?noms? (?:\w+ ){{0,5}}(?:mails?|e ?mails?|telephones?|portables?|"
        rf"adresses|coordonnees)"
    ),
    (
        r"(?:acheter|racheter|acquerir|payons|louer) (?:\w+ ){0,6}(?:votre|vos|le|la) (?:\w+ )?(?:fichiers?|"
        r"listes?|bases?)\b"
    ),
    (
        r"liste de diffusion (?:exportee|extraite|complete|en (?:csv|excel))|export (?:csv|excel) (?:\w+ "
        r"){0,4}(?:liste|adresses)"
    ),
    r"fichiers? de (?:vos )?contacts?|base de contacts de (?:votre|l)|(?:liste|annuaire) nominati\w+",
    rf"{_ASK} (?:\w+ ){{0,7}}?(?:fichier brut|donnees (?:brutes|individuelles)|microdonnees|reponses individuelles)",
    r"(?:contact list|mailing list|member list|list of (?:\w+ ){0,2}(?:members|contacts|coordinators))",
)
"""A list of people, or one person's address or telephone, is asked for."""
REACH_OF: Final = (
    rf"{_ASK} (?:\w+ ){{0,5}}?(?:numero|telephone|portable|tel|adresse|mail|e mail|coordonnees|06|07)(?: \w+){{0,2}} "
    r"(?:de|pour (?:joindre|contacter)|ou (?:joindre|contacter))(?: directement)? (?P<who>\w+)"
)
"""How one person is to be reached; `who` may be a forename."""
NOT_CONTACTS: Final = any_of(
    r"(?:ci joint|vous trouverez|voici|je vous (?:transmets|envoie|laisse)|nous vous transmettons) (?:\w+ ){0,4}"
    r"(?:mes|nos|la|le|ma) (?:liste|coordonnees|fichier|contacts?|adresses?|annuaire)",
    r"(?:mes|mon|ma|nos|notre) (?:\w+ )?(?:coordonnees|adresse|contact|fiche|mail|numero)",
    r"(?:offre|propos\w+|vend\w+|dispos\w+ de) (?:\w+ ){0,8}(?:contacts|base)",
)
INSTRUCTION: Final = (
    (
        r"(?:ignore|oublie|tien[st] pas compte de|fais abstraction de|neglige|contourne|annule)[zrs]? (?:\w+ ){0,3}"
        r"(?:instructions?|consignes|regles|directives|prompt|filtres|garde fous)"
    ),
    (
        r"(?:ignore|disregard|forget|override|bypass) (?:\w+ ){0,4}(?:instructions?|rules|prompts?|guidelines|"
        r"directions)"
    ),
    (
        r"(?:en tant(?: qu)?|tu es|vous etes|agis comme|comporte toi comme|si (?:tu es|vous etes)) ?(?:une? |l )?"
        r"(?:\w+ )?(?:ia|intelligence artificielle|assistant (?:ia|virtuel|automatique|de tri)|modele de langage|"
        r"llm|robot|chatbot|gpt)\b"
    ),
    r"(?:as an|you are an?|if you are an?|act as an?) (?:\w+ )?(?:ai|language model|llm|assistant|chatbot)\b",
    (
        r"(?:note|message|attention|consigne|instruction|information) (?:\w+ )?(?:a|au|aux|pour|destinee? a) (?:\w+ )?"
        r"(?:ia|intelligence artificielle|assistant|logiciel|systeme|modele|robot|llm|outil de tri|bot)\b"
    ),
    (
        r"(?:a|pour|chere?) (?:l )?(?:ia|intelligence artificielle|robot|logiciel|assistant) qui (?:trie|lit|lira|"
        r"classe|traite|analyse)"
    ),
    r"^(?:\w+ )?assistant (?:oublie|ignore|donne|envoie|transmets|classe|reponds)\b",
    r"(?:cher|chere) (?:ia|assistant|intelligence artificielle|robot|logiciel|chatgpt)\b|a l attention de l ia\b",
    r"(?:prompt|message|consignes?|instructions?) (?:systeme|system|cachee?s?|internes?)|system (?:prompt|message)",
    r"(?:mode (?:developpeur|debug|dan|administrateur|admin)|developer mode|jailbreak)\b",
    r"repond[sz]? (?:uniquement|seulement|exclusivement|simplement|juste) (?:par|avec|en json|oui|ok|le mot)",
    r"(?:reply|respond|answer|output) (?:only|with only|exclusively|just) ",
    (
        r"(?:classe|classez|classer|categorise[zr]?|etiquette[zr]?|marque[zr]?|traite[zr]?|trie[zr]?|range[zr]?) "
        r"(?:ce|cet|le present|tous les) (?:messages?|mails?|courriels?|demandes?|e mail) (?:\w+ ){0,2}"
        r"(?:en|comme|dans|sous|avec|categorie|a1|a2|a3|a4|b\d|c\d)\b"
    ),
    r"(?:classify|label|mark|tag|categori[sz]e) (?:this|the) (?:message|e ?mail)",
    (
        r"^(?:et |puis |maintenant |ensuite |alors )?(?:envoie|transmets|exporte|affiche|revele|imprime|recopie|resume)"
        r" (?:la liste|le fichier|tou(?:te)?s les|les (?:adresses|mails|contacts|donnees)|tes |ton |ta |l ensemble)"
    ),
    (
        r"(?:send|forward|export|reveal|print|show|delete) (?:me )?(?:all|the|your) (?:\w+ ){0,3}"
        r"(?:contacts?|list|e ?mails|messages|data|prompt|instructions|members|adherents)"
    ),
    r"(?:supprime|efface|transfere|archive) (?:tous|toutes) (?:les|tes) (?:messages|mails|donnees|sollicitations)",
    (
        r"(?:revele|affiche|donne moi|montre moi|quelles sont) (?:\w+ )?(?:tes|ton) (?:\w+ )?(?:instructions|"
        r"consignes|prompt|regles)"
    ),
    (
        r"(?:previen[st]|previens) (?:pas|aucun) (?:\w+ )?(?:humain|personne de l equipe)|"
        r"sans (?:relecture|validation) humaine"
    ),
    r"confiance (?:de |a )?(?:100|1 0|maximale)|needs human|category (?:a|b|c)\d",
    r"nouvelles? (?:consignes?|instructions?) (?:du systeme|categorie|repond\w*|pour (?:l )?(?:ia|assistant|robot))\b",
    (
        r"(?:ajoute|insere|ecri[st]|ecrive|mets|mette|inclu[st]|incluez)[zr]? (?:\w+ ){0,2}"
        r"(?:au|dans (?:le|ton|votre)) brouillon\b|"
        r"(?:le|ton|votre) brouillon (?:doit|devra) (?:commencer|contenir|dire|finir|mentionner)\b"
    ),
    (
        r"(?:write|say|include|add|put|insert) (?:\w+ ){0,4}(?:in|to) (?:the|your) (?:draft|reply|answer)\b|"
        r"(?:reply|respond|answer) with (?:the|all|your|every) (?:\w+ ){0,2}"
        r"(?:address(?:es)?|list|names|data|contacts)\b"
    ),
    r"repond(?:s|ez) a (?:ce|cet) (?:mail|courriel|message|e mail) (?:que|qu)\b",
    r"recopie[zr]? (?:\w+ ){0,4}(?:coordonnees|adresses|annuaire|contacts)\b",
    r"(?:signale|montre|transmet)[zrst]{0,2} pas ce (?:mail|courriel|message|e mail)\b",
    r"(?:unrestricted|unfiltered|god) mode\b",
)
"""Words for a program rather than for people, in French and in English."""
HIDDEN: Final = (
    r"<!--|display\s{0,3}:\s{0,3}none|font-size\s{0,3}:\s{0,3}0|visibility\s{0,3}:\s{0,3}hidden"
    r"|color\s{0,3}:\s{0,3}(?:white|#fff)|\[/?INST\]|<\|?/?(?:system|im_start|im_end|assistant|instructions?)\|?>"
    r"|^\s{0,8}#{0,6} {0,3}(?:system|système|assistant|instructions?) ?: |[\U000E0020-\U000E007F]|\u200b{3}|\{\{|\{%"
)
"""Over the text as it stands: hidden words, marks of a conversation with a model, letters that cannot be seen."""
RIGHTS: Final = (
    (
        r"(?:je|nous|on) (?:veux|souhaite|voudrais|desire|veut|souhaitons|voulons) (?:plus|pas) (?:\w+ )?"
        r"(?:recevoir|etre (?:contactee?|sollicitee?|destinataire|demarchee?)|figurer|apparaitre)"
    ),
    (
        r"(?:merci de|veuillez|arretez de|cessez de|stop) (?:plus )?(?:me|nous) (?:envoyer|ecrire|"
        r"contacter|solliciter|desinscri\w+|desabonn\w+|retirer|enlever|supprimer|rayer)"
    ),
    (
        r"(?:je|nous|veux|souhaite|souhaitons|voudrais|merci de|de|vous|comment|pour) (?:me|nous) (?:desinscri\w+|"
        r"desabonn\w+)(?! (?:du |de la |de l |a la |au |de )?(?:webinaire|formation|journee|atelier|evenement|"
        r"colloque|seminaire|session))"
    ),
    (
        r"(?:desinscri\w+|desabonn\w+|retir\w+|supprim\w+|effac\w+|enlev\w+|rayer|rayez) (?:moi|nous|"
        r"mon (?:\w+ )?(?:adresse|mail|nom|compte|e mail)"
        r"|ma fiche|mes (?:donnees|coordonnees|informations)|notre (?:adresse|nom))"
    ),
    (
        r"(?:mes|nos) donnees (?:personnelles|a caractere|me concernant)|(?:donnees|"
        r"informations) (?:\w+ ){0,5}(?:me concern\w+|sur moi|a mon sujet)"
    ),
    r"(?:garde|conserve|detenez|avez|possedez) (?:\w+ ){0,3}(?:sur moi|me concernant|a mon sujet)",
    (
        r"(?:exerce\w*|exercer|faire valoir|demande|vertu|titre) (?:\w+ ){0,5}droits? (?:\w+ )?"
        r"(?:acces|effacement|oubli|rectification|opposition|portabilite|suppression|limitation)"
    ),
    r"oppos\w+ (?:\w+ )?(?:au|a tout) traitement (?:de )?(?:mes|nos|donnees)",
    (
        r"(?:adresse|mail|donnees|nom|coordonnees) (?:\w+ ){0,4}(?:soit|soient) (?:\w+ )?(?:efface|supprime|retire|"
        r"enleve)e?s?"
    ),
    r"(?:elle|elles|il|ils) (?:soit|soient) (?:efface|supprime|retire|enleve)e?s? de (?:vos|votre)",
    (
        r"(?:comment|ou) (?:avez vous|vous avez) (?:\w+ )?(?:eu|obtenu|trouve|recupere) (?:mon|mes|notre|nos) "
        r"(?:adresse|mail|coord\w+|nom)"
    ),
    r"qui vous a (?:donne|transmis|fourni|vendu) (?:mon|mes|notre|nos)",
    r"droit (?:a )?(?:l )?(?:oubli|effacement)\b|articles? (?:15|16|17|21) (?:\w+ )?(?:rgpd|reglement)",
    r"demande (?:\w+ ){0,2}(?:desinscription|desabonnement|suppression de mes|effacement de mes)",
    r"(?:unsubscribe|remove) me|my personal data|erase my data",
)
"""Somebody uses their rights over their own data."""
RIGHTS_SUBJECT: Final = (
    r"^(?:demande de )?(?:desinscri\w+|desabonn\w+|unsubscribe|stop)(?: newsletter| liste\w*| svp|"
    r" de \w+ newsletter)?$"
)
"""A whole subject that says it."""
FOOTER: Final = any_of(
    r"(?:pour|si vous|vous pouvez|afin de) (?:\w+ ){0,5}(?:vous |se )?(?:desinscri|desabonn|"
    r"plus recevoir)\w*",
    r"(?:conformement|en application|vous disposez|vous beneficiez|vous pouvez) (?:\w+ ){0,12}(?:rgpd|droits?|loi)",
    r"lien de (?:desinscription|desabonnement)|cliqu\w+ (?:\w+ ){0,3}(?:desinscri|desabonn)\w*",
)
"""What newsletters and notices say at their foot: nobody's wish."""
NEW_ADDRESS: Final = (
    r"(?:adresse|mail|e mail|coordonnees|nom) (?:\w+ ){0,10}(?:remplac\w+|la nouvelle|par celle|mettre a jour|"
    r"mettez a jour)|"
    r"remplac\w+ (?:\w+ ){0,4}(?:adresse|mail|coordonnees)"
)
"""An address to put in the place of another: news to note, nobody's rights."""
