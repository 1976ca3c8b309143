"""A message is read as its sender wrote it; what he quotes, and his signature, stand apart."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from compressed_rtf import compress
from mail_files import HEAD, Outlook, attached, eml, multipart, part

from indexer.documents import BlockKind, Reading
from indexer.errors import EmptyDocument, EncryptedFile, SourceError, UnreadableFile
from indexer.reading import read
from indexer.reading.letters import Wording
from indexer.reading.mail import separated

if TYPE_CHECKING:
    from pathlib import Path

QUOTED = "Messages précédents, cités dans ce message"
FORWARDED = "Message transféré"
ALTERNATIVE = 'multipart/alternative; boundary="frontiere"'
MIXED = 'multipart/mixed; boundary="frontiere"'


def told(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    """What is said, and under which headings; headings themselves left out."""
    return [(b.text, b.headings) for b in reading.blocks if b.kind is not BlockKind.HEADING]


def texts(reading: Reading) -> list[str]:
    """The words outside quotations and signatures."""
    return [text for text, headings in told(reading) if not headings]


def test_a_message_has_a_title_an_author_and_a_date(tmp_path: Path) -> None:
    """From its fields, decoded; the day is the sender's, not that of another time zone."""
    reading = read(eml(tmp_path / "m.eml", "Bonjour,\n\nVoici le compte\nrendu :\n- un point ;\n- un autre.\n"))
    assert (reading.title, reading.author) == ("Réunion de mars", "Jeanne Prévost")
    assert (reading.date, reading.year, reading.pages) == ("2025-03-03", 2025, None)
    assert [(b.kind, b.text) for b in reading.blocks] == [
        (BlockKind.PARAGRAPH, "Bonjour,"),
        (BlockKind.PARAGRAPH, "Voici le compte rendu :"),
        (BlockKind.LIST_ITEM, "un point ;"),
        (BlockKind.LIST_ITEM, "un autre."),
    ]


def test_quoted_words_are_never_the_sender_s(tmp_path: Path) -> None:
    """They come after his, under a heading that says whose they are not; legal notices are left out."""
    body = (
        "D’accord.\n\nCordialement,\nJeanne\n\nCe message est confidentiel, destiné exclusivement à son destinataire.\n"
        "\nLe 2 mars 2025 à 09:12, Paul <paul@exemple.fr> a écrit :\n\n> Êtes-vous d’accord ?\n> - sur le lieu\n"
    )
    assert told(read(eml(tmp_path / "m.eml", body))) == [
        ("D’accord.", ()),
        ("Le 2 mars 2025 à 09:12, Paul <paul@exemple.fr> a écrit :", (QUOTED,)),
        ("Êtes-vous d’accord ?", (QUOTED,)),
        ("sur le lieu", (QUOTED,)),
        ("Cordialement, Jeanne", ("Signature",)),
    ]


def test_a_forwarded_message_says_so(tmp_path: Path) -> None:
    """Even when nothing was written above it."""
    body = "---------- Forwarded message ---------\nDe : Paul <p@exemple.fr>\nDate: lun. 3 mars 2025\n\nUn atelier ouvre.\n"
    reading = read(eml(tmp_path / "m.eml", body))
    assert told(reading)[-1] == ("Un atelier ouvre.", (FORWARDED,))


def test_plain_text_is_preferred_to_the_page(tmp_path: Path) -> None:
    """Unless it says much less than the page: some only say that the program shows no pages."""
    page = "<p>Bonjour,</p><p>Voici le programme complet de la journée.</p>"
    both = multipart(part("text/plain; charset=utf-8", "Version en texte du programme"), part("text/html", page))
    assert texts(read(eml(tmp_path / "a.eml", both, ALTERNATIVE))) == ["Version en texte du programme"]
    stub = multipart(part("text/plain", "Ouvrez en HTML."), part("text/html; charset=utf-8", page.encode()))
    assert texts(read(eml(tmp_path / "b.eml", stub, ALTERNATIVE))) == [
        "Bonjour,",
        "Voici le programme complet de la journée.",
    ]


PAGES = {
    "gmail, answers between": (
        (
            '<div>Bonjour</div><div class="gmail_quote"><div class="gmail_attr">Le lun. 3 mars 2025 à 09:12, Paul '
            '&lt;p@exemple.fr&gt; a écrit :<br></div><blockquote class="gmail_quote" style="border-left:1px solid">'
            "<div>Combien ?</div></blockquote><div>Douze.</div><blockquote class='gmail_quote'><p>Quand ?</p></blockquote>"
            "<div>En mars.</div></div>"
        ),
        ["Bonjour", "Douze.", "En mars."],
    ),
    "thunderbird": (
        (
            '<p>Bonjour</p><div class="moz-cite-prefix">Le 03/03/2025 à 09:12, Paul a écrit :<br></div>'
            '<blockquote type="cite"><h1>Titre</h1><ul><li>Combien ?</li></ul></blockquote><p>Douze.</p>'
            '<pre class="moz-signature">-- \nJeanne</pre>'
        ),
        ["Bonjour", "Douze."],
    ),
    "apple mail": (
        (
            '<div>Bonjour</div><div><br><blockquote type="cite"><div>Le 3 mars 2025 à 09:12, Paul a écrit :</div><br>'
            "<div>Combien ?</div></blockquote></div>"
        ),
        ["Bonjour"],
    ),
    "outlook": (
        (
            '<div class=WordSection1><p class=MsoNormal>Bonjour</p><div><div style="border:none;border-top:solid #E1E1E1 '
            '1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class=MsoNormal><b>De :</b> Paul &lt;p@exemple.fr&gt;<br><b>Envoyé :</b> '
            "lundi 3 mars 2025 09:12<br><b>À :</b> Jeanne<br><b>Objet :</b> Atelier</p></div></div>"
            "<p class=MsoNormal>Combien ?</p><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table></div>"
        ),
        ["Bonjour"],
    ),
    "outlook on the web": (
        (
            '<div>Bonjour</div><div id="Signature"><p>Jeanne</p></div><div id="appendonsend"></div><hr>'
            '<div id="divRplyFwdMsg"><b>De :</b> Paul<br><b>Envoyé :</b> lundi 3 mars 2025 09:12<br><b>À :</b> Jeanne'
            "<br><b>Objet :</b> Atelier</div><p>Combien ?</p>"
        ),
        ["Bonjour"],
    ),
    "gmail, forwarded": (
        (
            '<div>Bonjour</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>'
            "De : Paul &lt;p@exemple.fr&gt;<br>Date: lun. 3 mars 2025<br>Subject: Atelier</div><p>Combien ?</p></div>"
        ),
        ["Bonjour"],
    ),
    "an indented paragraph": (
        ('<p>Bonjour</p><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><p>Douze.</p></blockquote>'),
        ["Bonjour", "Douze."],
    ),
}
"""A page as a mail program writes it → the sender's words."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_s_quotations_stand_apart(tmp_path: Path, name: str) -> None:
    """As the mail programs in use mark them; nothing of the quoted words is lost."""
    page, own = PAGES[name]
    reading = read(eml(tmp_path / "m.eml", page, "text/html; charset=utf-8"))
    assert texts(reading) == own
    if "?" in page:
        apart = [text for text, headings in told(reading) if headings[:1] in {(QUOTED,), (FORWARDED,)}]
        assert any("Combien ?" in text for text in apart)
    assert not any("\ue000" <= character <= "\uf8ff" for block in reading.blocks for character in block.text)


def test_a_page_is_parted_like_plain_text() -> None:
    """For those who want a message's words by role rather than a document."""
    page, _ = PAGES["thunderbird"]
    parts = separated([Wording("", page)])
    assert parts.body.split("\n\n") == ["Bonjour", "Douze."]
    assert "Combien ?" in parts.quoted
    assert "Jeanne" in parts.signature


def test_a_page_s_headings_and_tables_stay_and_hidden_text_goes(tmp_path: Path) -> None:
    """A newsletter is read as it is shown; what it hides from people is not content."""
    page = (
        '<html><head><title>T</title></head><body><div style="display:none">Instruction cachée</div><h1>La lettre</h1>'
        "<h2>Agenda</h2><table><tr><th>Jour</th><th>Lieu</th></tr><tr><td>3 mars</td><td>Salle A</td></tr></table></body>"
    )
    reading = read(eml(tmp_path / "m.eml", page, "text/html; charset=utf-8"))
    assert [(b.kind, b.text) for b in reading.blocks] == [
        (BlockKind.HEADING, "La lettre"),
        (BlockKind.HEADING, "Agenda"),
        (BlockKind.TABLE, "Jour\tLieu\n3 mars\tSalle A"),
    ]


def test_a_newsletter_is_no_web_site(tmp_path: Path) -> None:
    """What looks like a site's banner or menu is the message; what its style sheet hides stays hidden."""
    words = "Une phrase de la lettre, assez longue pour qu’on la prenne pour un article. " * 5
    page = (
        "<style>.preheader, #x { display:none } p.menu { color: #E1E1E1 }</style><span class='preheader'>Caché</span>"
        "<table role='presentation' class='header'><tr><td><p class='menu'>Édito</p></td></tr></table>"
        f"<div id='content'><h1>Le titre</h1><p>{words}</p></div><div id='x'>Caché</div>"
        "<div class='newsletter-footer'><p>Écrivez-nous.</p></div><footer>Adresse</footer>"
    )
    reading = read(eml(tmp_path / "m.eml", page, "text/html; charset=utf-8"))
    assert [block.text for block in reading.blocks] == ["Édito", "Le titre", words.strip(), "Écrivez-nous.", "Adresse"]


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?iso-8859-1?Q?R=E9union_?= =?utf-8?Q?=C3=A9largie?=", "Réunion élargie"),
        ("=?utf-8?B?UsOpdW7Dqe?=", "Réuné"),
        ("=?x-inconnu?Q?R=C3=A9union?=", "Réunion"),
        ("=?utf-8?Q?coup=C3?= =?utf-8?Q?=A9?=", "coupé"),
        ("=?zip?B?AAAA?= fin", None),
        ("=?utf-8?B?####?=", None),
        ("Réunion en clair", "Réunion en clair"),
        ("Réunion\n sur deux lignes", "Réunion sur deux lignes"),
    ],
)
def test_broken_subjects_are_read_as_well_as_can_be(tmp_path: Path, raw: str, subject: str | None) -> None:
    """Bare bytes, unknown or absurd charsets, letters cut in two; at worst the field stays as it is."""
    reading = read(eml(tmp_path / "m.eml", "Texte.", head=f"From: a@exemple.fr\nSubject: {raw}\n"))
    assert reading.title == subject if subject is not None else reading.title
    assert reading.author == "a@exemple.fr"


def test_a_sender_of_nothing_but_brackets_is_left_as_it_stands(tmp_path: Path) -> None:
    """Comments in comments, which the standard library follows one by one."""
    assert read(eml(tmp_path / "m.eml", "Texte.", head=f"From: {'(' * 9_000} a@exemple.fr\n")).author.startswith("((")


def test_bare_bytes_in_fields_are_windows_s(tmp_path: Path) -> None:
    """Old programs wrote them so."""
    path = tmp_path / "m.eml"
    path.write_bytes(
        "Subject: R\xe9union\nFrom: \xc9lodie <e@exemple.fr>\nDate: n'importe quoi\n\nTexte.".encode("latin-1")
    )
    reading = read(path)
    assert (reading.title, reading.author, reading.date, reading.year) == ("Réunion", "Élodie", "", None)


def test_the_date_of_arrival_stands_in_for_an_absurd_one(tmp_path: Path) -> None:
    """Clocks that were not set say 1970."""
    head = "From: a@exemple.fr\nReceived: from x by y; Tue, 4 Mar 2025 10:00:00 +0100\nDate: Thu, 1 Jan 1970 00:00:00 +0000\n"
    assert read(eml(tmp_path / "m.eml", "Texte.", head=head)).date == "2025-03-04"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("Où est passé l’été ?".encode(), "text/plain; charset=iso-8859-1"),
        ("Où est passé l’été ?".encode("cp1252"), "text/plain; charset=utf-8"),
        ("Où est passé l’été ?".encode(), "text/plain; charset=inconnu"),
        ("Où est passé l’été ?".encode("cp1252"), "text/plain; charset=zip"),
        ("Où est passé l’été ?".encode("cp1252"), "text/plain; charset=undefined"),
        ("Où est passé l’été ?".encode("cp1252"), "text/plain"),
        (
            b"O=C3=B9 est pass=C3=A9 l=E2=80=99=C3=A9t=\n=C3=A9 ?",
            "text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
        ),
        (b"T8O5IGVzdCBwYXNzw6kgbOKAmcOpdMOpID8", "text/plain; charset=utf-8\nContent-Transfer-Encoding: base64"),
    ],
)
def test_charsets_that_are_wrong_or_unknown(tmp_path: Path, content: bytes, kind: str) -> None:
    """The words are the same whatever the field pretends."""
    assert texts(read(eml(tmp_path / "m.eml", content, kind))) == ["Où est passé l’été ?"]


def test_flowed_lines_are_joined(tmp_path: Path) -> None:
    """A space at the end of a line says that the paragraph goes on (RFC 3676); « -- » does not."""
    body = "Une phrase \nsur trois \nlignes.\n De stuffé\n> citée \n> en deux\n-- \nJeanne\n"
    reading = read(eml(tmp_path / "m.eml", body, "text/plain; charset=utf-8; format=flowed"))
    assert told(reading) == [
        ("Une phrase sur trois lignes. De stuffé", ()),
        ("citée en deux", (QUOTED,)),
        ("Jeanne", ("Signature",)),
    ]
    cut = read(eml(tmp_path / "n.eml", "inter \nconnecté\n", "text/plain; format=flowed; delsp=yes; charset=utf-8"))
    assert texts(cut) == ["interconnecté"]


def test_lost_boundaries_are_found_again(tmp_path: Path) -> None:
    """A message cut out of its fields, or with the wrong boundary in them, keeps its text and nothing of its armour."""
    inner = multipart(part("text/plain; charset=utf-8", "Le texte."), attached("a.pdf"), boundary="vraie")
    for name, kind in (("a", "multipart/mixed"), ("b", 'multipart/mixed; boundary="fausse"')):
        assert texts(read(eml(tmp_path / f"{name}.eml", inner, kind))) == ["Le texte."]


def test_calendars_and_attachments_are_no_text(tmp_path: Path) -> None:
    """Neither is the text of an attached text file."""
    body = multipart(
        part("text/plain; charset=utf-8", "Le texte."),
        part("text/calendar; charset=utf-8", "BEGIN:VCALENDAR"),
        part("text/plain", "Annexe", Content_Disposition='attachment; filename="annexe.txt"'),
        part("text/plain; charset=utf-8", "Pied de la liste."),
    )
    assert texts(read(eml(tmp_path / "m.eml", body, MIXED))) == ["Le texte.", "Pied de la liste."]


def test_a_message_without_words_is_its_subject(tmp_path: Path) -> None:
    """« Merci de relayer la fiche jointe » is often all there is; without a subject either, there is no document."""
    assert texts(read(eml(tmp_path / "m.eml", "\n\n"))) == ["Réunion de mars"]
    only = read(eml(tmp_path / "o.eml", "Un mot.", head="From: a@exemple.fr\n"))
    assert only.title == "Message sans objet"
    with pytest.raises(EmptyDocument):
        read(eml(tmp_path / "n.eml", "\n", head="From: a@exemple.fr\n"))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ('multipart/encrypted; boundary="frontiere"', multipart(part("application/pgp-encrypted", "Version: 1"))),
        ("application/pkcs7-mime; smime-type=enveloped-data", "MIIB"),
        ("application/x-pkcs7-mime", "MIIB"),
        ("text/plain", "-----BEGIN PGP MESSAGE-----\n\n" + "hQEMA abcd\n" * 20 + "-----END PGP MESSAGE-----\n"),
    ],
)
def test_encrypted_messages_are_named(tmp_path: Path, kind: str, body: str | bytes) -> None:
    """S/MIME and PGP."""
    with pytest.raises(EncryptedFile):
        read(eml(tmp_path / "m.eml", body, kind))


def test_signed_messages_are_read(tmp_path: Path) -> None:
    """The armour of a signature in clear is no text."""
    body = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nLe texte.\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n"
    assert texts(read(eml(tmp_path / "m.eml", body))) == ["Le texte."]
    signed = multipart(part("text/plain", "Le texte."), part("application/pkcs7-signature", "MIIB"))
    assert texts(read(eml(tmp_path / "s.eml", signed, 'multipart/signed; boundary="frontiere"'))) == ["Le texte."]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 pas un message", b"Une lettre, sans champ.\n\nFin.", b"\x00" * 500, b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_message_is_unreadable(tmp_path: Path, content: bytes) -> None:
    """Whatever its suffix says."""
    (tmp_path / "m.eml").write_bytes(content)
    with pytest.raises(UnreadableFile):
        read(tmp_path / "m.eml")


def test_parts_in_parts_without_end_are_refused(tmp_path: Path) -> None:
    """By name, not by a crash."""
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
    (tmp_path / "m.eml").write_bytes(b"From: a@exemple.fr\n" + nested + b"Content-Type: text/plain\n\nfin")
    with pytest.raises(UnreadableFile):
        read(tmp_path / "m.eml")


def test_outlook_messages_are_read_like_the_others(tmp_path: Path) -> None:
    """Subject, sender, date; body before page; quotations apart."""
    body = "Bonjour,\r\n\r\nVoici le bilan.\r\n\r\nDe : Paul\r\nEnvoyé : lundi 3 mars 2025\r\nÀ : Jeanne\r\nObjet : Bilan\r\n\r\nUn bilan ?"
    reading = read(Outlook(body=body, html=b"<p>Bonjour</p>").write(tmp_path / "m.msg"))
    assert (reading.title, reading.author, reading.date) == ("Réunion de mars", "Jeanne Prévost", "2025-03-03")
    assert texts(reading) == ["Bonjour,", "Voici le bilan."]
    assert told(reading)[-1] == ("Un bilan ?", (QUOTED,))


def test_outlook_messages_that_are_only_a_page_or_only_rtf(tmp_path: Path) -> None:
    """The page is decoded by its code page; the RTF is decompressed."""
    page = read(Outlook(html="<p>Où est l’été ?</p>".encode()).write(tmp_path / "h.msg"))
    assert texts(page) == ["Où est l’été ?"]
    rtf = compress(rb"{\rtf1\ansi\ansicpg1252 O\'f9 est l\'92\'e9t\'e9 ?\par Ici.\par}")
    assert texts(read(Outlook(rtf=rtf).write(tmp_path / "r.msg"))) == ["Où est l’été ?", "Ici."]


def test_outlook_messages_under_smime(tmp_path: Path) -> None:
    """Encrypted ones are named; those that are only signed are read in their attachment."""
    wrapped = ("smime.p7m", "multipart/signed", b"From: a@exemple.fr\nContent-Type: text/plain\n\nLe texte.")
    with pytest.raises(EncryptedFile):
        read(Outlook(kind="IPM.Note.SMIME", attachments=[wrapped]).write(tmp_path / "e.msg"))
    signed = Outlook(kind="IPM.Note.SMIME.MultipartSigned", attachments=[wrapped])
    assert texts(read(signed.write(tmp_path / "s.msg"))) == ["Le texte."]


@pytest.mark.parametrize(
    "content", [b"From: a@exemple.fr\n\nUn .eml.", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)]
)
def test_what_is_no_outlook_message_is_unreadable(tmp_path: Path, content: bytes) -> None:
    """Whatever its suffix says."""
    (tmp_path / "m.msg").write_bytes(content)
    with pytest.raises(UnreadableFile):
        read(tmp_path / "m.msg")


@pytest.mark.parametrize("suffix", [".eml", ".msg"])
def test_damaged_messages_only_fail_by_name(tmp_path: Path, suffix: str) -> None:
    """Bits turned over, blocks lost or doubled: read, or a `SourceError`; nothing else comes out."""
    whole = tmp_path / f"whole{suffix}"
    if suffix == ".eml":
        parts = multipart(
            part("text/plain; charset=utf-8", "Où ?\n> Là"), part("text/html", "<p>Où ?"), attached("é.pdf")
        )
        eml(whole, parts, MIXED, head=HEAD + "Received: from a; Tue, 4 Mar 2025 10:00:00 +0100\n")
    else:
        inner = Outlook(subject="Joint", body="Texte joint.")
        Outlook(body="Bonjour", attachments=[("a.pdf", "application/pdf", b"x" * 5000), ("b", "", inner)]).write(whole)
    data = whole.read_bytes()
    chance = random.Random(20250303)
    damaged = tmp_path / f"damaged{suffix}"
    for _ in range(150):
        bent = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        start = chance.randrange(len(bent))
        if chance.random() < 0.3:
            del bent[start : start + chance.randrange(600)]
        damaged.write_bytes(bytes(bent))
        try:
            read(damaged)
        except SourceError:
            continue
