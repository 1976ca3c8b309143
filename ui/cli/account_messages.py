"""What the commands about accounts and keys say, in French."""

from assistant.accounts.rights import Right

LINK = "Lien à transmettre à {login} (il sert une fois, jusqu’au {until}) :\n{url}"
FIRST_LINK = "Lien du premier compte d’administration (il sert une fois, jusqu’au {until}) :\n{url}"
ALREADY = "Il y a déjà un compte d’administration : il invite les autres. Nommez un compte pour lui faire un lien."
ADDED = "Compte ajouté : {login} ({rights})."
CHANGED = "Compte {login} : {rights}."
DISABLED = "Compte fermé : {login}. Ses sessions sont terminées, ses clés n’ouvrent plus rien."
ENABLED = "Compte rouvert : {login}."
DELETED = "Compte supprimé : {login}, avec ses clés et ses conversations."
DELETE_NEEDS_YES = "La suppression est définitive : ajoutez --yes pour la confirmer."
PASSWORD_ASKED = "Mot de passe de {login}"  # noqa: S105 — a question
PASSWORD_AGAIN = "Le même, une seconde fois"  # noqa: S105 — likewise
PASSWORD_CHANGED = "Mot de passe changé : {login}. Ses sessions sont terminées."  # noqa: S105 — likewise
PASSWORDS_DIFFER = "les deux saisies ne sont pas les mêmes"
NO_ACCOUNT = "Aucun compte."
ACCOUNT_LINE = "{login}  {name}  [{rights}]{state}"
CLOSED = "  fermé"
NO_PASSWORD = "  sans mot de passe"  # noqa: S105 — likewise
SEEN = "  vu le {day}"

KEY_MADE = "Clé « {name} » de {owner} ({scopes}{until}). Elle ne sera plus montrée :\n{secret}"
KEY_UNTIL = ", jusqu’au {until}"
KEY_LINE = "{id}  {start}…  {name}  {owner}  [{scopes}]{state}"
KEY_REVOKED = "Clé {id} révoquée : « {name} » de {owner}."
NO_KEY = "Aucune clé."
REVOKED = "  révoquée"
EXPIRED = "  périmée"
EXPIRES = "  jusqu’au {day}"
USED = "  employée le {day}"

KNOWN_RIGHTS = ", ".join(Right)
