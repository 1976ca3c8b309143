"""What a mail says that is a fraud, or may be; over levelled words unless told otherwise (see `alerts`)."""

from __future__ import annotations

from typing import Final

from assistant.situation_patterns import any_of, any_word

_SECRET: Final = any_of(
    r"mots? de passe",
    r"identifiants?",
    r"codes? (?:secret|confidentiel|d acces|acces|pin|de securite|de validation|sms|recu)s?",
    r"(?:donnees|informations|coordonnees) (?:de )?(?:connexion|bancaires)",
    r"numeros? de (?:la |votre )?(?:carte|compte)",
    r"carte (?:bancaire|bleue|de credit)",
    r"releves? (?:de compte|bancaires?)",
    r"solde (?:du|de votre|des) comptes?",
    r"pieces? d identite|pieces? identite",
)
_GIVE: Final = any_of(
    r"confirm\w+",
    r"verifi(?:ez|er|e)",
    r"valid(?:ez|er|e)",
    r"renseign(?:ez|er)",
    r"transmett\w+|transmets",
    r"communiqu(?:ez|er|e)",
    r"envoy(?:ez|er)|envoie|renvoy(?:ez|er)",
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
    "compte comptes boite_mail boite_aux_lettres messagerie acces abonnement webmail espace profil carte colis domaine"
)
SURE_FRAUD: Final = (
    rf"{_GIVE} (?:\w+ ){{0,6}}(?:vos|votre|ton|tes|le|les|leurs?) (?:\w+ ){{0,5}}{_SECRET}",
    (
        rf"votre {_ACCOUNT} (?:\w+ ){{0,4}}(?:suspendu|desactive|bloque|ferme|limite|supprime|verrouille|pirate|"
        rf"sature)e?s?\b"
    ),
    rf"(?:sans|defaut de|faute de) (?:votre )?(?:reglement|paiement) (?:\w+ ){{0,6}}(?:{_SOON}|24 ?h|48 ?h)",
    r"(?:payez|reglez) (?:\w+ ){0,3}(?:ici|maintenant|immediatement)",
    rf"connect\w+ (?:\w+ ){{0,8}}votre (?:\w+ )?{_SECRET}",
    r"votre mot de passe (?:\w+ ){0,3}(?:expire|expirera|expirer|compromis)",
    (
        r"(?:nouveau|nouvel|nouvelles|changement de|change de|modification de|modifie|mis a jour) (?:\w+ ){0,2}"
        r"(?:rib|iban|coordonnees bancaires|compte bancaire)\b"
    ),
    (
        r"(?:rib|iban|coordonnees bancaires|compte bancaire) (?:\w+ ){0,4}(?:a change|ont change|modifiee?s?|"
        r"est desormais)"
    ),
    rf"virement (?:\w+ ){{0,14}}{_SOON}",
    rf"{_SOON} (?:\w+ ){{0,14}}virement",
    (
        r"(?:virement|paiement|reglement) (?:\w+ ){0,14}(?:confidentiel\w*|discretion|personne d autre|"
        r"en parl\w+ a personne)"
    ),
    (
        r"(?:achet\w+|achat|procur\w+|recuper\w+|codes?|gratt\w+) (?:\w+ ){0,6}"
        r"(?:cartes? (?:cadeaux?|google play|itunes|steam|apple|amazon|prepayees?|pcs)|coupons? (?:pcs|transcash|"
        r"neosurf))"
    ),
    r"cartes? cadeaux? (?:\w+ ){0,16}(?:photos?|codes?|rembours\w+|avanc\w+|discr\w+)|photos? (?:\w+ ){0,2}codes?",
    r"(?:coupons?|tickets?|recharges?) (?:pcs|transcash|neosurf)",
    r"(?:bitcoins?|cryptomonnaies?|usdt) (?:\w+ ){0,10}(?:adresse|portefeuille|wallet|payer|paiement|investi\w+)",
    r"(?:pirate|infecte|acces complet|controle) (?:\w+ ){0,6}(?:webcam|camera|ordinateur|appareil|systeme|boite)",
    r"(?:heritage|fortune|fonds) (?:\w+ ){0,12}(?:millions|beneficiaire|legataire|leguer|transferer|defunt)",
    r"(?:gagne|gagnant|remporte|tire au sort|selectionnee?) (?:\w+ ){0,10}(?:loterie|lot|millions|iphone|tirage)",
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
    r"facture|impayee?s?|reglement|solde|remboursement|trop percu|paiement en attente|somme due",
    (
        r"dernier (?:rappel|avis|avertissement)|derniere (?:relance|chance)|avant fermeture|sera (?:cloture|"
        r"suspendu|resilie)"
    ),
    r"confidentiel\w*|discretion|n? ?en parle\w* a personne|entre nous",
    (
        r"(?:ne )?(?:peux|peut) pas (?:parler|telephoner|repondre au telephone|prendre d appel|etre appelee?)"
        r"|par mail uniquement|uniquement par (?:mail|retour)|pas joignable|injoignable par telephone"
    ),
    (
        r"(?:etes vous|es tu|tu es|vous etes) (?:\w+ )?(?:disponible|au bureau|la|libre) |petit service|tache urgente"
        r"|besoin de (?:toi|vous) (?:pour|rapidement|en urgence)|service a (?:te|vous) demander"
    ),
    r"virement|rib|iban|banque|transfert de fonds",
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
