"""What the command line says, in French."""

STEPS = {"reading": "Lecture des fichiers", "embedding": "Calcul des vecteurs"}
INTERRUPTED = "Interrompu. L’index précédent, s’il y en a un, reste en service ; relancez la commande pour reprendre."
INDEX_INTERRUPTED = "Rien n’a été publié."
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
NOTHING_FOUND = "Aucune publication n’a été trouvée : l’index est vide."

READY = "Repères est prêt : {url}"
STARTING = "Démarrage de Repères (chargement du modèle et de l’index)…"

STATUS = """Publications   {documents}
Passages       {passages}
Génération     {generation}
Construite le  {built_at}
Modèle         {embedding_model} ({dimension} dimensions)
Sources        {sources}"""

SOURCES = "Sources"
NO_PAGE = "sans page"
NEAREST = "Publications les plus proches"

BAD_JSON = "ce n’est pas un objet JSON avec « id » et « question »"
BATCH_NEEDS_OUTPUT = "Avec --batch, indiquez aussi --output."
QUESTION_OR_BATCH = "Indiquez une question, ou --batch et --output."
BATCH_DONE = "{count} réponses écrites dans {path}."
