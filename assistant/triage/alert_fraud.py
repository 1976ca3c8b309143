"""What a mail says that is a fraud, or may be; over levelled words unless told otherwise (see `alerts`)."""

from __future__ import annotations

from typing import Final

from assistant.situation_patterns import any_of, any_word

_SECRET: Final = any_of(
    r"mots? de passe",
    r"identifiants?",
    r"codes? (?:secret|confidentiel|d acces|acces|pin|de securite|de validation|sms|recu|a \d chiffres|par sms)s?",
    r"(?:donnees|informations|coordonnees) (?:de )?(?:connexion|bancaires)",
    r"numeros? de (?:la |votre )?(?:carte|compte)",
    r"carte (?:bancaire|bleue|de credit)",
    r"releves? (?:de compte|bancaires?)",
    r"solde (?:du|de votre|des) comptes?",
    r"(?:pieces?|cartes?) (?:d )?identite",
)
_GIVE: Final = any_of(
    r"confirm\w+",
    r"verifi(?:ez|er|e)",
    r"valid(?:ez|er|e)",
    r"renseign(?:ez|er)",
    r"transmett\w+|transmets",
    r"communiqu(?:ez|er|e)",
    r"envoy(?:ez|er)|envoie|renvoy(?:ez|er)|transfer(?:ez|er)|revalid(?:ez|er)",
    r"saisi(?:ssez|r)",
    r"(?:re)?mettez a jour|mettre a jour|actualis(?:ez|er)",
    r"fourni(?:ssez|r)",
    r"donn(?:ez|er)",
    r"entr(?:ez|er)",
)
_SOON: Final = any_of(
    r"urgent\w*|urgence|immediat\w*|sans delai|au plus vite|rapidement|asap",
    r"aujourd hui|ce matin|ce jour|cet apres midi|dans la journee|avant midi|avant ce soir|dans l heure|dans heure",
    r"sous \d{1,2} ?h(?:eures)?",
)
_ACCOUNT: Final = any_word(
    "compte comptes boite_mail boite_aux_lettres messagerie acces abonnement webmail espace profil carte colis "
    "domaine nom_de_domaine"
)
SURE_FRAUD: Final = (
    rf"{_GIVE} (?:\w+ ){{0,6}}(?:vos|votre|ton|tes|le|les|leurs?) (?:\w+ ){{0,5}}{_SECRET}",
    (
        rf"{_GIVE} (?:\w+ ){{0,12}}(?:copie de (?:la |votre |sa )?carte (?:d )?identite|code a \d chiffres|votre "
        rf"mot de passe)"
    ),
    rf"codes? (?:\w+ ){{0,3}}(?:par|sur|de) (?:sms|votre (?:telephone|portable)) (?:\w+ ){{0,3}}{_GIVE}",
    r"codes? (?:que|qui) (?:vous |tu )?(?:\w+ ){0,2}(?:recevr\w+|recevoir|arriver\w*|serviron\w+)",
    (
        r"(?:connect|identifi|authentifi)\w+ (?:\w+ ){0,6}(?:votre (?:\w+ )?messagerie|mot de passe de|adresse de "
        r"association|votre banque|votre compte (?:de messagerie|bancaire|professionnel))"
    ),
    (
        r"vos (?:messages|e ?mails|mails|courriels|e mails) (?:\w+ ){0,3}(?:seront|sera) (?:\w+ )?(?:perdus|"
        r"supprimes|bloques|"
        r"effaces|rejetes)"
    ),
    (
        rf"votre {_ACCOUNT} (?:\w+ ){{0,4}}(?:suspendu|desactive|bloque|ferme|limite|supprime|verrouille|pirate|"
        rf"sature)e?s?\b"
    ),
    rf"(?:sans|defaut de|faute de) (?:votre )?(?:reglement|paiement) (?:\w+ ){{0,6}}(?:{_SOON}|24 ?h|48 ?h)",
    (
        r"(?:payez|reglez|payer|regler) (?:\w+ ){0,3}(?:ici|maintenant|immediatement|ce jour|aujourd hui|avant minuit|"
        r"avant ce soir)"
    ),
    r"(?:reglement|paiement) (?:\w+ ){0,4}(?:aujourd hui|ce jour|avant minuit) (?:\w+ ){0,5}lien",
    (
        r"(?:paye|paie|salaire|loyer|virements?|versements?|echeances?|reglements?|verser|payer|regler) (?:\w+ ){0,12}"
        r"(?:nouveau compte|nouvelle (?:banque|domiciliation)|sur la domiciliation)"
    ),
    (
        r"(?:rend\w*|revers\w+|restitu\w+|renvoy\w+|rembours\w+|verser) (?:\w+ ){0,3}(?:la difference|trop percu|"
        r"excedent|"
        r"surplus) (?:\w+ ){0,3}(?:par virement|en virement|sur (?:ce|le|mon) compte|mandat)"
    ),
    r"parl\w+ (?:pas |surtout pas )?a (?:votre |ta )(?:agence|banque|conseiller\w*)",
    r"(?:identifiants?|codes?|mot de passe) actuels?\b",
    r"(?:regle|paye|paie|vire|verse)[rsz]? \d[\d,.]* (?:\w+ ){0,5}(?:aujourd hui|ce matin|avant midi|dans la journee)",
    r"(?:main|acces) (?:sur|aux) (?:les )?virements",
    (
        r"(?:suite a|conformement a|apres) (?:\w+ )?(?:accord|validation|commande|entretien) (?:\w+ )?(?:oral\w*|"
        r"verbal\w*|"
        r"telephonique|par telephone) (?:\w+ ){0,16}(?:stand|encart|insertion|parution|emplacement|annuaire|"
        r"publicitaire)"
    ),
    rf"connect\w+ (?:\w+ ){{0,8}}votre (?:\w+ )?{_SECRET}",
    r"votre mot de passe (?:\w+ ){0,3}(?:expire|expirera|expirer|compromis|prend fin|arrive a (?:echeance|expiration))",
    (
        r"(?:nouveau|nouvel|nouvelles|changement de|change de|modification de|modifie|mis a jour) (?:\w+ ){0,2}"
        r"(?:rib|iban|coordonnees bancaires|compte bancaire)\b"
    ),
    (
        r"(?:rib|iban|coordonnees bancaires|compte bancaire) (?:\w+ ){0,4}(?:a change|ont change|modifiee?s?|"
        r"est desormais)"
    ),
    r"(?:etablissement bancaire|banque|compte bancaire) (?:\w+ )?a change",
    (
        r"(?:adress\w+|effectu\w+|envoy\w+) (?:\w+ ){0,3}(?:paiements?|reglements?|virements?) (?:\w+ "
        r"){0,4}(?:iban|compte suivant|ce compte)"
    ),
    r"confidentiel\w* (?:\w+ ){0,3}(?:virements?|paiement|reglement)\b",
    rf"virements? (?:\w+ ){{0,14}}{_SOON}",
    rf"{_SOON} (?:\w+ ){{0,14}}virements?",
    (
        r"(?:virement|paiement|reglement) (?:\w+ ){0,14}(?:confidentiel\w*|discretion|personne d autre|"
        r"en parl\w+ a personne)"
    ),
    (
        r"(?:achet\w+|achat|procur\w+|recuper\w+|codes?|gratt\w+) (?:\w+ ){0,6}"
        r"(?:coupons? (?:\w+ ){0,6}(?:tabac|codes?)|cartes? (?:cadeaux?|google play|itunes|steam|apple|amazon|"
        r"prepayees?|pcs)|coupons? (?:pcs|transcash|"
        r"neosurf))"
    ),
    r"cartes? cadeaux? (?:\w+ ){0,16}(?:photos?|codes?|rembours\w+|avanc\w+|discr\w+)|photos? (?:\w+ ){0,2}codes?",
    r"(?:coupons?|tickets?|recharges?) (?:pcs|transcash|neosurf|de recharge)|codes en photo|gratt\w+ (?:\w+ )?codes",
    r"(?:bitcoins?|cryptomonnaies?|usdt) (?:\w+ ){0,10}(?:adresse|portefeuille|wallet|payer|paiement|investi\w+)",
    r"(?:pirate|infecte|acces complet|controle) (?:\w+ ){0,6}(?:webcam|camera|ordinateur|appareil|systeme|boite)",
    r"(?:heritage|fortune|fonds) (?:\w+ ){0,12}(?:millions|beneficiaire|legataire|leguer|transferer|defunt)",
    r"(?:gagne|gagnante?s?|remporte|selectionnee?) (?:\w+ ){0,10}(?:loterie|lot|millions|iphone|tirage)",
    r"(?:vous avez|votre association a) (?:\w+ )?ete (?:\w+ )?tiree?s? au sort",
    r"(?:offre|offrons|propose|octroi|proposons) (?:\w+ ){0,4}prets? (?:\w+ ){0,6}(?:particuliers?|argent|taux)",
    r"colis (?:\w+ ){0,12}(?:frais|douane|affranchissement|cliqu\w+|replanifier|en attente)",
    (
        r"(?:penalites?|amende|poursuites|majoration|saisie|huissier) (?:\w+ ){0,20}"
        r"(?:identifiants|lien|releves bancaires|cliqu\w+|coupon|reglez)"
    ),
    (
        r"en (?:reunion|rendez vous|deplacement|conference) (?:\w+ ){0,16}"
        r"(?:virement|facture|reglement|paiement|carte cadeau|tache urgente|discretion)"
    ),
    (
        r"verify your (?:account|password|identity)|your (?:account|mailbox) (?:\w+ ){0,4}(?:suspended|expired?|"
        r"locked|full)"
    ),
    r"(?:wire transfer|gift cards?) (?:\w+ ){0,10}(?:urgent\w*|today|asap|codes?)",
)
"""Each is enough: secrets wanted, a changed bank account, a transfer at once, gift cards, threats."""
FRAUD_SIGNS: Final = (
    r"cliqu\w+ (?:\w+ ){0,6}(?:lien|ici|bouton|ci dessous)|lien (?:securise|ci joint|suivant|ci dessous)",
    (
        r"factures?|impayee?s?|reglement|solde|remboursement|trop percu|paiement en attente|somme due|redevable|"
        r"defaut de paiement"
    ),
    (
        r"dernier (?:rappel|avis|avertissement)|derniere (?:relance|chance)|avant fermeture|sera (?:cloture|"
        r"suspendu|resilie)|lien (?:\w+ )?expire|expire\w* dans \d+ ?h\w*"
    ),
    (
        r"confidentiel\w*|discretion|n? ?en parle\w* (?:pas )?(?:a|au) (?:personne|bureau|ta|ton|tes|votre|vos)|"
        r"entre nous|pas le transferer"
    ),
    (
        r"(?:peux|peut) pas (?:parler|telephoner|repondre au telephone|prendre (?:d )?appel|etre appelee?|"
        r"decrocher)"
        r"|me (?:appelle|appelez|telephonez?) pas|telephone (?:est )?coupe|ecri\w+ moi (?:seulement|uniquement)"
        r"|par mail uniquement|uniquement par (?:mail|retour)|pas joignable|injoignable par telephone"
    ),
    (
        r"(?:etes vous|es tu|tu es|vous etes) (?:\w+ )?(?:disponible|au bureau|la|libre) |petit service|tache urgente"
        r"|besoin de (?:toi|vous) (?:pour|rapidement|en urgence)|service a (?:te|vous) demander"
    ),
    r"virements?|rib|iban|banque|transfert de fonds",
    r"connect\w+ (?:vous|toi) (?:\w+ ){0,4}(?:pour|afin|lien|compte)|session expiree?|document partage|securiser",
    r"(?:ouvr\w+|telecharg\w+|consult\w+) (?:\w+ ){0,5}(?:piece jointe|fichier|document securise|archive)",
)
"""Ordinary words one by one; three of them are no ordinary mail. A shortened link or a strange sender is one more."""
FRAUD_ENOUGH: Final = 3
SHORTENERS: Final = (
    r"\b(?:bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|cutt\.ly|rb\.gy|shorturl\.at|tiny\.cc|urlz\.fr|lc\.cx"
    r"|t\.ly|s\.id|rebrand\.ly|bl\.ink|u\.to|v\.gd|shrtco\.de|qrco\.de|lnkd\.in|x\.gd)/\w"
)
"""Over the text as it stands: addresses that hide another."""
HARMFUL: Final = (
    r"\.(?:zip|rar|7z|gz|iso|img|html?|shtml|xhtml|svg|exe|scr|js|jse|vbs|vbe|wsf|bat|cmd|com|pif|lnk|hta|jar|msi|ps1"
    r"|apk|docm|xlsm|pptm|ace|cab|one)\s*$"
)
"""Ends of attachments' names that run, hide or imitate something."""
HARMFUL_TOLD: Final = (
    r"(?:fichier|piece jointe|archive|document|ouvr\w+|jointe?) (?:\w+ ){0,4}(?:zip|iso|exe|scr|html)\b"
)
