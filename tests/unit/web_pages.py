"""Saved web pages as sites make them, each with the words that a visitor came for. All sentences are invented."""

from __future__ import annotations

from dataclasses import dataclass

LONG = "Cette phrase neutre, répétée, donne au texte la longueur d’un vrai article et ne dit rien de plus. " * 4
"""Prose enough for a page to have a body."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what should be read of it.

    Attributes:
        name: What it is like.
        html: Its source.
        title: Expected.
        blocks: Expected: kind, words; a table's words are its caption and its text.
        author: Expected.
        date: Expected, ISO.
    """

    name: str
    html: str
    title: str
    blocks: tuple[tuple[str, str], ...]
    author: str = ""
    date: str = ""


def page(head: str, body: str) -> str:
    """A document around a head and a body."""
    return f"<!DOCTYPE html><html lang='fr'><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


PROSE = ("paragraph", LONG.strip())
LONG_P = f"<p>{LONG}</p>"

WORDPRESS = Page(
    "A WordPress post: menus, meta line, share buttons, related posts, comments, side bar, cookie banner",
    page(
        "<title>Un atelier ouvert – Association</title><meta property='article:published_time' content='2024-05-17T09:00:00+02:00'>"
        '<script type=\'application/ld+json\'>{"@context":"https://schema.org","@graph":[{"@type":"Article","headline":"Un atelier ouvert",'
        '"author":{"@type":"Person","name":"Camille Martin"}}]}</script>',
        "<a class='skip-link screen-reader-text' href='#content'>Aller au contenu</a>"
        "<header id='masthead' class='site-header'><p class='site-title'>Association</p><nav><ul><li>Accueil</li><li>Actualités</li></ul></nav></header>"
        "<div id='content' class='site-content'><div id='primary'><main id='main'>"
        "<div class='breadcrumbs'>Accueil &gt; Actualités</div>"
        "<article class='post'><header class='entry-header'><h1 class='entry-title'>Un atelier ouvert</h1>"
        "<div class='entry-meta'><span class='posted-on'>Publié le <time class='entry-date published' datetime='2024-05-17'>17 mai 2024</time></span></div></header>"
        f"<div class='entry-content'>{LONG_P}<h2>Le programme</h2><ul class='wp-block-list'><li>matin : accueil</li><li>après-midi : échanges</li></ul>"
        "<figure class='wp-block-image'><img src='a.jpg' alt='Photo'><figcaption>Les participantes en 2024.</figcaption></figure>"
        "<div class='sharedaddy sd-sharing-enabled'><h3>Partager :</h3><ul><li>Facebook</li></ul></div>"
        "<div id='jp-relatedposts' class='jp-relatedposts'><h3>Articles similaires</h3></div></div>"
        "<footer class='entry-footer'><span class='cat-links'>Actualités</span></footer></article>"
        "<nav class='navigation post-navigation'><a>Article précédent</a></nav>"
        "<div id='comments' class='comments-area'><h2>2 réflexions</h2><ol class='comment-list'><li><p>Bravo !</p></li></ol>"
        "<div id='respond' class='comment-respond'><form><p>Laisser un commentaire</p></form></div></div></main></div>"
        "<aside id='secondary' class='widget-area'><section class='widget'><h2>Archives</h2></section></aside></div>"
        "<footer id='colophon' class='site-footer'><p>Mentions légales</p></footer>"
        "<div id='cookie-law-info-bar'><p>Ce site utilise des cookies.</p></div>",
    ),
    "Un atelier ouvert",
    (
        PROSE,
        ("heading", "Le programme"),
        ("list_item", "matin : accueil"),
        ("list_item", "après-midi : échanges"),
        ("paragraph", "Les participantes en 2024."),
    ),
    "Camille Martin",
    "2024-05-17",
)

OLD_THEME = Page(
    "An old theme made of <div>: neither <main> nor <article>, the side bar after the text",
    page(
        "<title>Compte rendu | Association</title><meta name='author' content='Une association'>",
        "<div id='wrapper'><div id='header'><div class='menu-principal-container menu'><ul><li>Accueil</li></ul></div></div>"
        f"<div id='content'><div class='post hentry'><h1>Compte rendu</h1><div class='entry-content'>{LONG_P}<h2>Suites</h2><p>Une suite est prévue.</p></div></div></div>"
        "<div id='sidebar'><h3>Derniers articles</h3><ul><li>Un autre article</li></ul></div>"
        "<div class='footer-widgets'><p>Nous suivre</p></div></div>",
    ),
    "Compte rendu",
    (PROSE, ("heading", "Suites"), ("paragraph", "Une suite est prévue.")),
    "Une association",
)

STATE = Page(
    "A page in the French State's design system: skip links, side menu, summary, accordion, call-out, table",
    page(
        "<title>Se soigner - exemple.gouv.fr</title>",
        "<div class='fr-skiplinks'><a>Contenu</a></div><header role='banner' class='fr-header'><p>République française</p><nav class='fr-nav' role='navigation'><ul><li>Menu</li></ul></nav></header>"
        "<main role='main' id='contenu'><nav role='navigation' class='fr-breadcrumb'><ol><li>Accueil</li></ol></nav>"
        "<div class='fr-sidemenu'><ul><li>Autre rubrique</li></ul></div><h1>Se soigner</h1>"
        "<div class='fr-summary'><p class='fr-summary__title'>Sommaire</p><ol><li><a>Les aides</a></li></ol></div>"
        f"{LONG_P}<div class='fr-callout'><h3 class='fr-callout__title'>À savoir</h3><p class='fr-callout__text'>L’aide est annuelle.</p></div>"
        "<section class='fr-accordion'><h3 class='fr-accordion__title'><button class='fr-accordion__btn' aria-expanded='false'>Les aides</button></h3>"
        "<div class='fr-collapse' id='accordion-1'><p>Une aide se demande en ligne.</p></div></section>"
        "<div class='fr-table'><table><caption>Montants par an</caption><thead><tr><th scope='col' rowspan='2'>Âge</th><th scope='col' colspan='2'>Montant</th></tr>"
        "<tr><th>Métropole</th><th>Outre-mer</th></tr></thead><tbody><tr><th scope='row'>16 à 49 ans</th><td>200 €</td><td>220 €</td></tr></tbody></table></div>"
        "<div class='fr-share'><p class='fr-share__title'>Partager la page</p></div></main>"
        "<footer class='fr-footer' role='contentinfo'><p>Sauf mention contraire…</p></footer><dialog class='fr-modal'><p>Rechercher</p></dialog>",
    ),
    "Se soigner",
    (
        PROSE,
        ("heading", "À savoir"),
        ("paragraph", "L’aide est annuelle."),
        ("heading", "Les aides"),
        ("paragraph", "Une aide se demande en ligne."),
        ("table", "Montants par an\nÂge\tMontant – Métropole\tMontant – Outre-mer\n16 à 49 ans\t200 €\t220 €"),
    ),
)

FOLDED = Page(
    "Folded answers in <details> and in tabs, a definition list, a quotation",
    page(
        "<title>Questions</title><style>.tab-pane{display:none} .cache{display:none} @media print{.texte{display:none}}</style>",
        f"<main><h1>Questions fréquentes</h1><div class='texte'>{LONG_P}</div><details><summary>Qui peut venir ?</summary><p>Tout le monde.</p></details>"
        "<div class='tab-pane' role='tabpanel'><p>Deuxième onglet.</p></div><p class='cache'>Ne pas lire.</p>"
        "<dl><dt>Atelier</dt><dd>Une rencontre.</dd></dl><blockquote><p>« C’était utile. »</p></blockquote></main>",
    ),
    "Questions fréquentes",
    (
        PROSE,
        ("paragraph", "Qui peut venir ?"),
        ("paragraph", "Tout le monde."),
        ("paragraph", "Deuxième onglet."),
        ("paragraph", "Atelier"),
        ("paragraph", "Une rencontre."),
        ("paragraph", "« C’était utile. »"),
    ),
)

ROW_SPANS = Page(
    "A figure that holds a table with its caption below, cells over two rows",
    page(
        "<title>Chiffres</title><meta property='og:title' content='Les chiffres'>",
        f"<article>{LONG_P}<figure class='wp-block-table'><table><tbody><tr><td>Région</td><td>Année</td><td>Nombre</td></tr>"
        "<tr><td rowspan='2'>Nord</td><td>2023</td><td>4</td></tr><tr><td>2024</td><td>5</td></tr></tbody></table><figcaption>Rencontres par région</figcaption></figure></article>",
    ),
    "Les chiffres",
    (PROSE, ("table", "Rencontres par région\nRégion\tAnnée\tNombre\nNord\t2023\t4\nNord\t2024\t5")),
)

LISTING = Page(
    "A page that lists teasers, each an <article>: all of them are its content",
    page(
        "<title>Nos fiches</title>",
        "<main><h1>Nos fiches</h1>"
        + "".join(f"<article class='card'><h2>Fiche {name}</h2><p>{LONG}</p></article>" for name in "ABC")
        + "<div class='pagination'><a>Page suivante</a></div></main>",
    ),
    "Nos fiches",
    tuple(block for name in "ABC" for block in (("heading", f"Fiche {name}"), PROSE)),
)

SPIP = Page(
    "A page of SPIP: the text in its own <div>, notes below, a document list",
    page(
        "<title>Un entretien - Revue</title><meta name='DC.date' content='2019-02-03'>",
        "<div id='page'><div id='entete'><p>Revue</p></div><div class='ariane'>Accueil &gt; Entretiens</div>"
        f"<div id='conteneur'><h1>Un entretien</h1><div class='texte-article'><p>{LONG}Il le dit<sup><a href='#nb1' id='nh1'>1</a></sup>.</p></div>"
        "<div class='notes-de-bas-de-page'><p id='nb1'>Propos recueillis en 2019. <a href='#nh1'>↩</a></p></div></div><div id='footer'></div></div>",
    ),
    "Un entretien",
    (("paragraph", f"{LONG}Il le dit."), ("footnote", "Propos recueillis en 2019.")),
    date="2019-02-03",
)

LAYOUT_TABLE = Page(
    "A page of 2003 laid out in a table, menus in a cell of links",
    page(
        "<title>Bulletin n° 3</title>",
        "<table width='100%'><tr><td class='menu'><a>Accueil</a><br><a>Plan</a></td>"
        f"<td><h1>Bulletin n° 3</h1><p>{LONG}</p><table border=1><tr><th>Lieu</th><th>Jour</th></tr><tr><td>Mairie</td><td>lundi</td></tr></table></td></tr></table>",
    ),
    "Bulletin n° 3",
    (PROSE, ("table", "Lieu\tJour\nMairie\tlundi")),
)

HIDDEN = Page(
    "Text that a visitor does not see, in every way that a page has to hide it",
    page(
        "<title>Visible</title><style>#piege, .hors-champ { position:absolute; left:-9999px } p.blanc{visibility: hidden}</style>",
        f"<main><h1>Visible</h1>{LONG_P}<p style='color:#fff'>Caché 1.</p><p style='color:white;background-color:#FFFFFF'>Caché 2.</p>"
        "<p style='font-size:0'>Caché 3.</p><p style='font-size: 1px'>Caché 4.</p><p style='opacity:0'>Caché 5.</p>"
        "<p style='position:absolute;left:-10000px'>Caché 6.</p><p id='piege'>Caché 7.</p><p class='blanc'>Caché 8.</p>"
        "<span class='sr-only'>Caché 9.</span><noscript><p>Caché 10.</p></noscript><p hidden>Caché 11.</p>"
        "<div style='background:#003366'><p style='color:#fff'>Lisible sur fond bleu.</p></div></main>",
    ),
    "Visible",
    (PROSE, ("paragraph", "Lisible sur fond bleu.")),
)

DRUPAL = Page(
    "A page of Drupal: blocks in regions, the article alone in its node, a newsletter block inside the main region",
    page(
        "<title>Feuille de route | Agence</title>",
        "<div class='region region-header'><div class='block'><ul class='menu nav'><li>Accueil</li></ul></div></div>"
        "<main><div class='region region-content'><h1 class='page-header'>Feuille de route</h1><article class='node node--type-page'>"
        f"<div class='field field--name-body'>{LONG_P}<p>Elle court sur trois ans.</p></div></article>"
        "<div class='block block-newsletter'><h2>Recevoir la lettre</h2><p>Abonnez-vous.</p></div></div></main>"
        "<div class='region region-footer'><p>Plan du site</p></div>",
    ),
    "Feuille de route",
    (PROSE, ("paragraph", "Elle court sur trois ans.")),
)

WIKI = Page(
    "A page of MediaWiki: contents, edit links, an information table",
    page(
        "<title>Atelier — Encyclopédie</title>",
        "<div id='mw-head'><nav><ul><li>Lire</li></ul></nav></div><div id='content'><h1 id='firstHeading'>Atelier</h1><div class='mw-parser-output'>"
        f"<div id='toc' class='toc'><h2>Sommaire</h2><ul><li>1 Histoire</li></ul></div>{LONG_P}"
        "<h2><span class='mw-headline'>Histoire</span><span class='mw-editsection'>[modifier]</span></h2><p>Il date de peu.</p></div></div>"
        "<div id='footer'><p>Dernière modification</p></div>",
    ),
    "Atelier",
    (PROSE, ("heading", "Histoire"), ("paragraph", "Il date de peu.")),
)

BARE = Page(
    "A page written by hand: paragraphs in the body, no <p> for some, no title but the tab's",
    page(
        "<title>Note de mars</title>", f"Une ligne sans balise.<br>La suite.<hr>{LONG_P}<ol><li>premier<li>second</ol>"
    ),
    "Note de mars",
    (("paragraph", "Une ligne sans balise. La suite."), PROSE, ("list_item", "premier"), ("list_item", "second")),
)

PAGES = (WORDPRESS, OLD_THEME, STATE, FOLDED, ROW_SPANS, LISTING, SPIP, LAYOUT_TABLE, HIDDEN, DRUPAL, WIKI, BARE)
