"""What the checks say, in French: one sentence each, and its remedy."""

from __future__ import annotations

from typing import Final

PYTHON: Final = "Python {version}, sur {system}."
PYTHON_OLD: Final = "Python {version} est trop ancien."
PYTHON_OLD_REMEDY: Final = "Installez Python 3.11 ou plus récent, puis lancez « make setup PYTHON=… »."
WINDOWS: Final = "Le modèle d’indexation embarqué n’existe pas pour Windows."
WINDOWS_REMEDY: Final = "Donnez un autre modèle (REPERES_EMBEDDING_MODEL), ou servez-vous de Linux ou de WSL."
CLOCK: Final = "L’horloge est plausible ({now}, temps universel)."
CLOCK_WRONG: Final = (
    "L’horloge dit {now} (temps universel), avant ce logiciel ou avant ce qu’il a déjà écrit ({latest})."
)
CLOCK_REMEDY: Final = "Réglez l’heure de la machine, par exemple avec « timedatectl set-ntp true »."

SETTINGS: Final = "Les réglages se lisent et s’accordent ({count} changés)."
UNKNOWN: Final = "Le réglage « {name} » n’existe pas : Repères refuse de démarrer."
UNKNOWN_NEAR: Final = "Vouliez-vous dire « {near} » ?"
UNKNOWN_REMEDY: Final = "Retirez-le de l’environnement ou du fichier .env ; docs/exploitation.md les décrit tous."
BAD_VALUE: Final = "Le réglage « {name} » a une valeur que Repères refuse : {why}."
BAD_VALUE_REMEDY: Final = "Corrigez-la dans l’environnement ou dans le fichier .env."
BAD_FILE: Final = "Le fichier .env ne se lit pas comme du texte en UTF-8."
BAD_FILE_REMEDY: Final = "Enregistrez-le en UTF-8."
REST_WAITS: Final = "Les autres vérifications n’ont pas eu lieu."
REST_WAITS_REMEDY: Final = "Corrigez les réglages, puis relancez « reperes doctor »."
OIDC_UNUSED: Final = (
    "REPERES_OIDC_ISSUER est réglé sans REPERES_OIDC_CLIENT_ID : l’authentification unique ne peut pas servir.",
    "Donnez REPERES_OIDC_CLIENT_ID, ou videz REPERES_OIDC_ISSUER.",
)
LLM_WITHOUT_MODEL: Final = (
    "Un serveur ou une clé de modèle de langage est réglé sans REPERES_LLM_MODEL : aucune réponse n’est rédigée.",
    "Donnez REPERES_LLM_MODEL, ou videz REPERES_LLM_BASE_URL et REPERES_LLM_API_KEY.",
)
NO_PROXY: Final = (
    (
        "REPERES_PUBLIC_URL annonce un serveur mandataire, mais REPERES_PROXIES est vide : tous les visiteurs comptent "
        "pour un seul dans les limites."
    ),
    "Réglez REPERES_PROXIES à l’adresse du mandataire, par exemple 127.0.0.1.",
)
OPEN_ADDRESS: Final = (
    "Le service écoute au-delà de cette machine, sans HTTPS annoncé, et la lecture est ouverte à tout le monde.",
    "Placez-le derrière un mandataire (REPERES_PUBLIC_URL), ou réglez REPERES_ACCESS=accounts.",
)
NO_TLS: Final = (
    (
        "REPERES_PUBLIC_URL commence par http:// alors que la lecture demande un compte : mots de passe et cookies "
        "passent en clair."
    ),
    "Servez Repères en HTTPS, et réglez REPERES_PUBLIC_URL en https://.",
)
SELECTOR_UNUSED: Final = (
    (
        "Le sélecteur de phrases ne sert qu’avec le modèle d’indexation embarqué : avec celui qui est réglé, il est "
        "laissé de côté."
    ),
    "Rien à faire si c’est voulu ; sinon, rétablissez REPERES_EMBEDDING_MODEL.",
)
TOKEN_UNUSED: Final = (
    "REPERES_METRICS_TOKEN est réglé alors que REPERES_METRICS ne vaut pas « on » : /metrics ne répond pas.",
    "Réglez REPERES_METRICS=on, ou videz le jeton.",
)
ODD_CHROMA: Final = (
    "REPERES_CHROMA_URL n’est pas une adresse qui commence par http:// ou https://.",
    "Écrivez-la en entier, par exemple http://127.0.0.1:8001.",
)
ODD_PUBLIC: Final = (
    "REPERES_PUBLIC_URL n’est pas une adresse qui commence par http:// ou https://.",
    "Écrivez-la en entier, par exemple https://reperes.exemple.fr.",
)

FOLDER: Final = "Le dossier de données {path} peut être écrit."
NO_FOLDER: Final = "Le dossier de données {path} n’existe pas."
NO_FOLDER_REMEDY: Final = "Lancez « reperes index » (ou « make index »), ou corrigez REPERES_DATA_DIR."
FOLDER_CLOSED: Final = "Le dossier de données {path} ne peut pas être écrit ({detail})."
FOLDER_CLOSED_REMEDY: Final = "Donnez-en le droit au compte de Repères, ou remontez le disque en écriture."
ROOM: Final = "Il reste {free} Go sur le disque du dossier de données."
ROOM_REMEDY: Final = (
    "Libérez de la place : une indexation écrit une génération entière à côté de l’autre. REPERES_KEPT_GENERATIONS dit "
    "combien sont gardées."
)
INDEXING: Final = "Une indexation est en cours dans le dossier de données."
ADDING: Final = "Quelqu’un ajoute ou retire une publication en ce moment, ou une sauvegarde est en cours."
INDEXING_REMEDY: Final = "Attendez qu’elle se termine ; si elle dure, voyez « Administration », ou les processus."

INDEX: Final = (
    "L’index est entier : génération {generation}, {documents} publications, {passages} passages, {vectors} vecteurs."
)
ORIGINALS: Final = "Les {count} originaux sont là, chacun avec son empreinte."
ORIGINALS_LOST: Final = "{count} originaux manquent ou ont changé : {docs}."
ORIGINALS_REMEDY: Final = (
    "Relancez « reperes index » avec ces publications, ou remettez une sauvegarde faite avec --with-index."
)
EMBEDDER: Final = "Le modèle d’indexation {model} se charge ({dimension} dimensions)."
OTHER_DIMENSION: Final = (
    "Le modèle d’indexation {model} donne {dimension} dimensions, alors que l’index en a {expected}."
)
REINDEX: Final = "Relancez « reperes index », ou rétablissez REPERES_EMBEDDING_MODEL."
SELECTOR: Final = "Le sélecteur de phrases se charge."
NO_SELECTOR: Final = "Le sélecteur de phrases manque : les réponses sont choisies sans lui, moins bien."
REINSTALL: Final = "Réinstallez Repères avec « make setup »."
OCR: Final = "La reconnaissance de caractères est là ({name} {version}, en français)."
OCR_OFF: Final = "La reconnaissance de caractères est coupée par REPERES_OCR."
NO_OCR: Final = "Les pages numérisées ne peuvent pas être lues : tesseract ou ses données françaises manquent."
NO_OCR_REMEDY: Final = "Sous Debian ou Ubuntu : sudo apt-get install tesseract-ocr tesseract-ocr-fra."
SOURCES: Final = "Les dossiers des publications se lisent, et n’ont pas changé depuis l’indexation."
WAITING: Final = "{count} publications ont été ajoutées, changées ou retirées depuis l’indexation."
WAITING_REMEDY: Final = "Lancez « reperes index », ou demandez-le dans « Administration »."
FAILURES: Final = "La dernière indexation n’a pas pu lire {count} fichiers : {docs}."
FAILURES_REMEDY: Final = "Le compte rendu dit le remède de chacun : {page}, dans le dossier de données."
AND_MORE: Final = "{docs} et {count} autres"

DATABASE: Final = "La base {label} répond, entière, avec les tables de cette version ({revision})."
NO_DATABASE: Final = "La base des comptes et des sollicitations n’existe pas encore : elle se crée au besoin."
NO_REVISION: Final = "aucun"
DATABASE_OLDER: Final = "La base {label} a le schéma {found} ; cette version emploie {latest}."
DATABASE_OLDER_REMEDY: Final = "Sauvegardez-la : elle sera mise à jour à la prochaine ouverture."
DATABASE_NEWER: Final = (
    "La base {label} a été créée par une version plus récente (schéma {found} ; celle-ci connaît {latest})."
)
UPGRADE: Final = "Mettez Repères à jour, ou remettez la sauvegarde faite avant la mise à jour."
CHROMA: Final = "Le serveur Chroma répond."
CHROMA_SILENT: Final = "Le serveur Chroma ne répond pas."
CHROMA_REMEDY: Final = "Démarrez-le, ou corrigez REPERES_CHROMA_URL."
MODEL: Final = "Le modèle de langage {model} répond."
MODEL_FAILED: Final = "{told}."
MODEL_REMEDY: Final = (
    "Vérifiez REPERES_LLM_BASE_URL, REPERES_LLM_API_KEY et le serveur du modèle ; d’ici là, les réponses sont des "
    "citations."
)
PROBE_SYSTEM: Final = "Vous vérifiez qu’un service répond. Répondez par un seul mot."
PROBE_USER: Final = "Répondez : oui."
MAILBOX: Final = "La boîte aux lettres de {host} s’ouvre."
BACKUP: Final = "La dernière sauvegarde connue date du {made} ({days} jours)."
NO_BACKUP: Final = "Aucune sauvegarde n’a été faite de ce dossier, à ce que l’on sait ici."
BACKUP_REMEDY: Final = (
    "Lancez « reperes backup FICHIER.tar.gz » chaque semaine au moins, gardez-la ailleurs, et vérifiez-la avec "
    "« reperes verify »."
)

BROKEN: Final = "La vérification « {check} » s’est interrompue ({kind})."
BROKEN_REMEDY: Final = "Signalez-le, avec la version de Repères et cette ligne."
