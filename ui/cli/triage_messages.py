"""What the commands about messages say, in French."""

FILE_OR_BATCH = "Indiquez un message (fichier, ou « - » pour l’entrée standard), ou --batch et --output."
BATCH_ALONE = "--batch ne va ni avec un message, ni avec --save."
BATCH_NEEDS_OUTPUT = "Avec --batch, indiquez aussi --output."
BAD_LINE = "ce n’est pas un objet JSON avec « id » et « email »"
BATCH_DONE = "{count} messages triés, écrits dans {path}."
STANDARD_INPUT = "entrée standard"

SEVERAL = "Message {number} sur {count}"
SAVED = "Mis dans la file : {reference}."
KNOWN = "Déjà dans la file : {reference}."

TAKEN = "{added} message(s) mis dans la file, {known} déjà connu(s), {refused} illisible(s)."
REFUSED = "  {name} : {reason}"
LEFT = "{left} message(s) attendent la prochaine fois."
WATCHING = "Dossier suivi : {folder} (Ctrl-C pour arrêter)."

EMPTY_QUEUE = "Rien à traiter."
QUEUE_COLUMNS = ("Référence", "Reçu", "Échéance", "Cat.", "Urg.", "Suivi", "Objet")
QUEUE_TOTAL = "{shown} sur {total}."
STATUSES = {
    "received": "reçue",
    "triaged": "triée",
    "in_progress": "en cours",
    "answered": "répondue",
    "archived": "archivée",
}

PERSON_NOT_FOUND = "Rien n’est gardé de « {person} »."
PERSON_FOUND = "Gardé de « {person} » :"
MENTION = "  {reference} ({received}), {how} : {excerpt}"
HERS = "son message, anonymisé en entier"
NAMED = "nom masqué"
CONTACT = "  Annuaire : {contact}"
ORGANISATION = "  Annuaire, organisme : {name}"
MEMBER = "  Membre de l’équipe"
ALSO = "Cherchez aussi : {also}."
ERASE_NEEDS_YES = "Rien n’a été effacé. Pour effacer ce qui précède pour de bon, ajoutez --yes."
ERASED = (
    "Effacé : {anonymised} message(s) anonymisé(s), {masked} autre(s) où le nom est masqué, {contacts} contact(s), "
    "{organisations} organisme(s)."
)
EXPORTED = "Copie écrite dans {path}."

IMPORTED = "Annuaire : {added} ajouté(s), {changed} modifié(s), {unchanged} inchangé(s)."

BAD_DAY = "« {value} » n’est pas un jour de la forme 2026-03-12."
BAD_SUFFIX = "Le fichier de sortie finit par .xlsx ou .csv."
FIGURES_WRITTEN = "Statistiques écrites dans {path}."

TRAINING = "Entraînement du tri (plusieurs minutes)…"
TRAINED = "Appris de {shipped} exemples d’origine et de {corrected} message(s) corrigé(s) par l’équipe."
COMPARED = "  {name} : {before} → {after} (sur {n})"
CATEGORIES, REQUESTERS, CORRECTED = "Catégorie", "Type de demandeur", "Catégorie, messages corrigés"
IN_USE = "Le nouveau modèle est en service."
NOT_IN_USE = (
    "Le nouveau modèle trie moins bien : il n’est pas mis en service. Ajoutez --force pour le faire malgré tout."
)

TEMPLATES_COPIED = "{count} modèle(s) copié(s) dans {folder}. Réglez REPERES_TEMPLATES_DIR sur ce dossier."
TEMPLATES_FINE = "Les modèles de {folder} sont utilisables."
TEMPLATES_NOWHERE = "Indiquez un dossier, ou réglez REPERES_TEMPLATES_DIR."
