"""What the command line says, in French."""

PAGES_READ = "{count} pages"
PACE = "{pace:.0f} par seconde"
PROGRESS_LINE = "{step} : {done} sur {total}{detail}, encore {left} s environ"
INTERRUPTED = "Interrompu. L’index précédent, s’il y en a un, reste en service ; relancez la commande pour reprendre."
SYSTEM_REFUSED = (
    "Le système n’a pas permis d’aller plus loin : « {path} », « {detail} ». Vérifiez que ce fichier ou ce dossier "
    "existe, que son disque répond et que ce compte en a le droit, puis recommencez."
)
SYSTEM_FAILED = "Le système n’a pas permis d’aller plus loin : « {detail} ». Réessayez, ou redémarrez cette machine."
SERVER_FAILED = "Le serveur n’a pas démarré."

ADDED = "Ajoutées"
CHANGED = "Modifiées"
UNCHANGED = "Inchangées"
REMOVED = "Retirées"
FAILED = "En échec"
SKIPPED = "Laissées de côté"
REPORT = (
    "Index {generation} : {documents} publications, {passages} passages, en {seconds} s ({embedded} textes calculés)."
)
DRY_RUN = "Rien n’a été lu ni publié. Une indexation ferait ceci :"
REMARKS = "À savoir"
SOURCE_LEFT = (
    "Attention : « {source} » était servi et n’est pas parmi les sources de cette indexation ; ce qui n’en vient que "
    "de là ne sera plus servi. Pour le garder, nommez aussi ce dossier : reperes index DOSSIER…"
)
SOURCE_ASIDE = (
    "« {source} » n’est pas indexé : les sources reprises sont celles de l’index en service. Pour l’indexer, lancez "
    "« reperes index » en nommant les dossiers voulus."
)
REPORT_PAGE = "Compte rendu : {path}"
REPORT_TITLE = "Compte rendu d’indexation"
GENERATION = "génération"
SERVED = "Publications servies"
PASSAGES = "Passages"
TO_DO = "À faire"
ALL_READ = "Tous les fichiers ont pu être lus."
EVALS = "Qualité des réponses, avant et après"
EVAL_COLUMNS = ("Mesure", "Avant", "Après", "Écart", "n")
EVAL_DELTA = "{name} : {before:.3f} → {after:.3f} ({change:+.3f}, n = {n})"
NOTHING_FOUND = "Aucune publication n’a été trouvée : l’index est vide."

READY = "Repères est prêt : {url}"
SIGN_IN_READY = "Comptes, sollicitations, administration : {url}/connexion"
FIRST_ADMINISTRATOR = "Premier compte d’administration (lien à usage unique, 24 heures) : {url}/bienvenue/{secret}"
NO_ADMINISTRATOR = "Aucun compte d’administration : « reperes user link » donne le lien du premier."
OPEN_TO_ALL = (
    "Attention : quiconque atteint l’adresse {host} peut poser des questions et lire les publications. Pour réserver "
    "la lecture aux comptes, réglez REPERES_ACCESS=accounts ; pour rester sur cette machine, REPERES_HOST=127.0.0.1."
)
STARTING = "Démarrage de Repères (chargement du modèle et de l’index)…"

STATUS = """Publications   {documents}
Passages       {passages}
Génération     {generation}
Construite le  {built_at}
Modèle         {embedding_model} ({dimension} dimensions)
Sources        {sources}"""

GENERATION_LINE = "{generation}  construite le {built_at}  {documents} publications, {passages} passages{mark}"
SERVING_MARK = "  ← en service"
ROLLED_BACK = "La génération {generation} est de nouveau en service ({documents} publications, {passages} passages)."

GAP_COLUMNS = ("Fois", "Première", "Dernière", "Question")
NO_GAPS = "Aucune question restée sans réponse n’est notée."
GAPS_OFF = "REPERES_KEPT_GAPS vaut 0 : les questions restées sans réponse ne sont plus notées."
GAPS_CLEARED = "Questions restées sans réponse effacées : {count}."
CLEAR_NEEDS_YES = "« --clear » efface ces questions pour de bon : ajoutez --yes pour le confirmer."

SOURCES = "Sources"
NO_PAGE = "sans page"
NEAREST = "Publications les plus proches"
FURTHER = "Pour aller plus loin"
AT_PAGE = ", p. {page}"

BAD_JSON = "ce n’est pas un objet JSON avec « id » et « question »"
BATCH_NEEDS_OUTPUT = "Avec --batch, indiquez aussi --output."
QUESTION_OR_BATCH = "Indiquez une question, ou --batch et --output."
BATCH_DONE = "{count} réponses écrites dans {path}."

BACKED_UP = (
    "Sauvegarde écrite dans {path} : {count} fichiers, {volume}. Elle contient des données personnelles : gardez-la en "
    "lieu sûr. Ni clé ni mot de passe n’y figurent : gardez aussi votre fichier .env."
)
RESTORED = "Sauvegarde du {made_at} remise en place dans {folder} : {count} fichiers, tous vérifiés."
VERIFIED = (
    "Cette sauvegarde est entière : {path}, faite le {made_at} par la version {version}, {count} fichiers ({volume}), "
    "tous vérifiés."
)
UNKNOWN_VERSION = "inconnue"
VERIFIED_INDEX = "L’index en fait partie (génération {generation})."
NO_INDEX = "L’index n’en fait pas partie : après l’avoir remise, lancez « reperes index »."
RESTORED_ASIDE = "Ce qui était là a été mis de côté dans {path}."
RESTORED_LINKS = (
    "Ces noms étaient des liens vers un autre endroit : {names}. Ce qui a été remis est dans le dossier de données "
    "même ; les liens sont mis de côté, et ce vers quoi ils mènent n’a pas changé."
)
RESTORED_BY_HAND = "À remettre vous-même à leur place, s’ils manquent :\n{files}"
RESTORED_WITHOUT_INDEX = "L’index n’en faisait pas partie : lancez « reperes index »."

WORKER_NOT_SET = (
    "« reperes worker » fait les travaux que les serveurs lui laissent : réglez REPERES_WORKER=true, pour eux comme "
    "pour lui."
)
WORKING = "En attente de travaux ({database}). Ctrl-C pour arrêter."
PURGED = (
    "Oublié : {solicitations} sollicitation(s) anonymisée(s), {conversations} conversation(s), {gaps} question(s) sans "
    "réponse ; et les sessions, liens et lignes de journal périmés."
)

DOCTOR = {
    "ok": "Tout va bien.",
    "attention": "Tout marche ; points à regarder : {count}.",
    "problem": "Quelque chose ne va pas ; points à regarder : {count}.",
}
