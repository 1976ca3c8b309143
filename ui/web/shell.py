"""What stands around Gradio's part of the page: head, header, help, footer.

Gradio 6.31 serves its own index.html: English, with its name and pictures of other sites in the metadata, and no
place for landmarks outside its application. `French` rewrites that one response on its way out, and forbids the
browser to load anything from elsewhere.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.web import messages
from ui.web.markup import join, told

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PROMOTION = re.compile(r'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*>|\s*<link rel="manifest"[^>]*>')
ICON = Markup(
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' "
    "height='32' rx='6' fill='%23124e52'/%3E%3Cpath d='M9 9h9a5 5 0 0 1 0 10H9zm8 10 5 6' fill='none' "
    "stroke='%23fff' stroke-width='3'/%3E%3C/svg%3E"
)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'"
)
"""Gradio 6.31 writes scripts and styles into the page and evaluates the templates of gr.HTML."""


class French:
    """Middleware: the page at `/` in French, with our shell. Everything else passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Holds back the response to `GET /` until it is complete, then sends it rewritten."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()
        noting = scope["app"].state.serving.settings.kept_gaps > 0

        async def held(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await _send_page(start, bytes(body), send, noting=noting)

        # Uncompressed: it could not be rewritten otherwise.
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": headers}, receive, held)


async def _send_page(start: Message, body: bytes, send: Send, *, noting: bool) -> None:
    if start["status"] == 200:  # noqa: PLR2004 — the page itself, not an error
        body = page(body.decode(), noting=noting).encode()
    kept = [(name, value) for name, value in start["headers"] if name != b"content-length"]
    added = [
        (b"content-length", str(len(body)).encode()),
        (b"content-security-policy", POLICY.encode()),
        (b"referrer-policy", b"same-origin"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({**start, "headers": [*kept, *added]})
    await send({"type": "http.response.body", "body": body})


def page(html: str, *, noting: bool) -> str:
    """Gradio's index.html, rewritten.

    Args:
        html: As Gradio gives it.
        noting: Whether questions that no publication answers are kept.
    """
    html = PROMOTION.sub("", html)
    html = re.sub(r'<html\s+lang="en"', '<html lang="fr"', html, count=1)
    html = html.replace('<meta charset="utf-8" />', f'<meta charset="utf-8" />{head()}', 1)
    html = re.sub(r"(<body[^>]*>)", lambda found: found.group(1) + str(header()), html, count=1)
    return html.replace("</body>", f"{footer(noting=noting)}{help_dialog()}</body>", 1)


def head() -> Markup:
    """Title, description, our style and script; inlined, so that an update is never served with an old style."""
    static = files(__package__) / "static"
    style = Markup((static / "page.css").read_text(encoding="utf-8"))  # noqa: S704 — our own file
    script = Markup((static / "page.js").read_text(encoding="utf-8"))  # noqa: S704 — our own file
    return Markup(
        '<title>{}</title><meta name="description" content="{}"><link rel="icon" href="{}">'
        "<style>{}</style><script>{}</script>"
    ).format(messages.TITLE, messages.DESCRIPTION, ICON, style, script)


def header() -> Markup:
    """Name, one line, links; then what is said when the server cannot be reached, hidden until then."""
    return Markup(
        '<a class="skip" href="#question">{skip}</a>'
        '<header class="top"><div class="band"><div><h1>{title}</h1><p>{tagline}</p></div>'
        '<nav aria-label="{navigation}"><button type="button" data-opens="help">{help}</button>'
        '<a href="docs">{api}</a><a href="sollicitations/">{staff}</a></nav></div></header>'
        '<noscript><p class="notice">{no_script}</p></noscript>'
        '<div role="alert" id="offline" data-text="{offline}"></div>'
    ).format(
        skip=messages.SKIP,
        title=messages.TITLE,
        tagline=messages.TAGLINE,
        navigation=messages.NAVIGATION,
        help=messages.HELP,
        api=messages.API,
        staff=messages.STAFF,
        no_script=messages.NO_SCRIPT,
        offline=told(messages.OFFLINE),
    )


def footer(*, noting: bool) -> Markup:
    """What is cited, under which licence, that nobody is watched, and what is kept of the questions."""
    privacy = messages.FOOTER_GAPS if noting else messages.FOOTER_PRIVACY
    lines = (messages.FOOTER_SOURCES, messages.FOOTER_LICENCE, privacy)
    return Markup('<footer class="bottom"><div class="band">{}</div></footer>').format(
        join(Markup("<p>{}</p>").format(told(line)) for line in lines)
    )


def help_dialog() -> Markup:
    """How to use the page, in a few lines."""
    points = join(Markup("<li>{}</li>").format(told(point)) for point in messages.HELP_POINTS)
    return Markup(
        '<dialog id="help" aria-labelledby="help-title"><h2 id="help-title">{}</h2><ul>{}</ul><p>{}</p>'
        '<form method="dialog"><button>{}</button></form></dialog>'
    ).format(messages.HELP_TITLE, points, told(messages.HELP_CONTACT), messages.CLOSE)
