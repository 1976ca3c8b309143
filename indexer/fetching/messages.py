"""What fetching says to people, in French, beyond the sentences of `indexer.messages`."""

from __future__ import annotations

BAD_ADDRESS = "ce n’est pas une adresse web"
OTHER_SCHEME = "seules les adresses http et https sont acceptées"
CREDENTIALS = "elle contient un nom d’utilisateur ou un mot de passe"
OTHER_PORT = "le port {port} n’est pas permis ; réglage REPERES_FETCH_PORTS"
PRIVATE = (
    "elle mène à une adresse interne ou réservée ({address}), que le réglage REPERES_FETCH_PRIVATE_HOSTS peut autoriser"
)
OTHER_SITE = "elle est d’un autre site que la source"
LINK_OUT = "c’est un lien qui mène hors du dossier surveillé"

UNKNOWN_NAME = "nom de site inconnu"
NO_CONNECTION = "connexion impossible"
BAD_CERTIFICATE = "certificat de sécurité non valable"
NO_ANSWER = "pas de réponse à temps"
CUT = "connexion interrompue avant la fin"
NOT_HTTP = "réponse contraire au protocole HTTP"
BAD_ENCODING = "compression « {encoding} » non prise en charge"
BAD_COMPRESSION = "compression abîmée"
EMPTY = "réponse vide"
UNASKED = "réponse HTTP {status} qui n’était pas demandée"

NOT_XML = "ce n’est pas du XML lisible"
NOT_A_SITEMAP = "ce n’est pas un plan de site (sitemap)"
TOO_DEEP = "les plans de site s’emboîtent trop profondément ou sont trop nombreux"
TOO_LONG = "elle annonce plus de documents qu’il n’est raisonnable"
NOT_A_FEED = "ce n’est ni du RSS ni de l’Atom"
NOT_WORDPRESS = "l’interface WordPress n’a pas la forme attendue"
EMPTY_ALL_AT_ONCE = "elle n’annonce plus rien alors qu’elle annonçait {count} document(s)"
NO_FOLDER = "le dossier est introuvable ou illisible"
UNREADABLE = "le fichier ne peut pas être lu"
PROTECTED = "page protégée par un mot de passe"

UNKNOWN_TYPE = "type inconnu"
GONE = "n’existe plus (erreur HTTP {status})"
GONE_ONCE = "introuvable (erreur HTTP {status}) ; la copie est gardée et sera retirée si l’adresse manque encore"
UNLISTED = "n’est plus annoncé par la source"
LEFT_OUT = "écarté par les motifs de la source"
FILE_GONE = "n’est plus dans le dossier"
BEYOND = "au-delà du nombre de documents admis pour cette source (max_items)"
STILL_CHANGING = "encore en cours d’écriture ; il sera pris plus tard"

LIST_OF_SOURCES = "une liste de sources est attendue"
NOT_YAML = "le fichier n’est pas du YAML lisible ({detail})"
ALREADY_USED = "identifiant déjà employé"
NEEDS = "une source de type « {kind} » demande ce champ"
UNUSED = "une source de type « {kind} » n’a pas ce champ"
UNKNOWN_SOURCE = "aucune source de ce nom ; sources connues : {known}"
BAD_KIND = "type de source inconnu ; types connus : {known}"
NO_SUCH_FILE = "le fichier est introuvable"

PAGE = "Page {stem}"

STATES = {
    "new": "Nouveaux",
    "changed": "Modifiés",
    "unchanged": "Inchangés",
    "removed": "Retirés",
    "refused": "Refusés",
    "failed": "En échec",
    "waiting": "En attente",
}
"""Lists of a report, in the order in which people read them."""
ONE_STATE = {
    "new": "nouveau",
    "changed": "modifié",
    "unchanged": "inchangé",
    "removed": "retiré",
    "refused": "refusé",
    "failed": "en échec",
    "waiting": "en attente",
}
STEP = "{source} : {name} ({state})"
HEADING = "{source} ({kind}) → {folder}"
COUNT = "  {state} : {count}"
LINE = "    {name}"
LINE_WITH_REASON = "    {name} : {reason}"
TOTAL = "  {requests} requête(s), {volume} reçus, en {seconds} s"
NO_SOURCES = "Indiquez une adresse, ou décrivez vos sources dans « {path} »."
NOTHING_TO_WATCH = "Aucune des sources demandées n’est un dossier : il n’y a rien à surveiller."
WATCHING = "Surveillance de {folders}. Ctrl-C pour arrêter."
