"""From files, text and JSON to messages: whose request it is, what is set apart, and nothing raised but our errors."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_files import HEAD, Outlook, attached, eml, multipart
from mail_files import part as mime_part
from mail_threads import THREADS

from assistant.triage.contract import EmailIn
from assistant.triage.messages import from_email, from_text, read_bytes, read_files, requests
from assistant.triage.model import Correspondent, Message
from assistant.triage.subjects import Prefix, parted
from assistant.triage.thread import part, unfolded
from indexer.errors import EmptyDocument, EncryptedFile, ReperesError, SourceNotFound, UnreadableFile, UnsupportedType
from indexer.workers import Limits, Readers

if TYPE_CHECKING:
    from pathlib import Path

TODAY = dt.date(2026, 3, 20)
ANNE = Correspondent("Anne Verdier", "anne@exemple.fr")
PAUL = Correspondent("Paul Martin", "paul@exemple.fr")
ASKED = "Bonjour,\n\nAvez-vous un guide sur les conseils locaux de santé mentale ?"


def mail(
    body: str, subject: str = "Atelier", sender: str = "Paul Martin <paul@exemple.fr>", **fields: object
) -> Message:
    """A message of the batch contract, read."""
    given = {"from": sender, "date": "2026-03-18", "subject": subject, "body_text": body, **fields}
    return from_email(EmailIn.model_validate(given), TODAY)


def outlook_header(subject: str = "Guide", who: str = "Anne Verdier <anne@exemple.fr>") -> str:
    """A header as Outlook writes it."""
    return f"De : {who}\nEnvoyé : lundi 16 mars 2026 09:12\nÀ : Paul Martin\nObjet : {subject}\n\n"


FORWARDS = {
    "outlook": f"Pour information.\n\n{outlook_header()}{ASKED}",
    "outlook, ruled": f"Pour information.\n\n________________________________\n{outlook_header()}{ASKED}",
    "original message": f"Pour information.\n\n-----Message d'origine-----\n{outlook_header()}{ASKED}",
    "gmail": "Pour information.\n\n---------- Forwarded message ---------\nDe : Anne Verdier <anne@exemple.fr>\n"
    f"Date: lun. 16 mars 2026 à 09:12\nSubject: Guide\nTo: <paul@exemple.fr>\n\n\n{ASKED}",
    "apple": "Pour information.\n\nDébut du message transféré :\n\n> De: Anne Verdier <anne@exemple.fr>\n> Objet: Guide\n"
    "> Date: 16 mars 2026 à 09:12:00 UTC+1\n> À: paul@exemple.fr\n>\n" + "\n".join(f"> {a}" for a in ASKED.split("\n")),
    "thunderbird": "Pour information.\n\n-------- Message transféré --------\nSujet : Guide\n"
    f"Date : Mon, 16 Mar 2026 09:12:00 +0100\nDe : Anne Verdier <anne@exemple.fr>\nPour : paul@exemple.fr\n\n{ASKED}",
    "mailto": f"Pour information.\n\n{outlook_header(who='Anne Verdier [mailto:anne@exemple.fr]')}{ASKED}",
}


@pytest.mark.parametrize("name", FORWARDS)
def test_a_forwarded_message_is_its_innermost_author_s(name: str) -> None:
    """Whatever program forwarded it: the author, the day and the words are hers; the forwarder and his remark are kept."""
    message = mail(FORWARDS[name], "Tr : TR: Guide")
    assert (message.sender, message.forwarder, message.comment) == (ANNE, PAUL, "Pour information.")
    assert (message.request, message.subject) == (ASKED, "Guide")
    assert (message.received, message.asked) == (dt.date(2026, 3, 18), dt.date(2026, 3, 16))


def test_forwards_in_forwards_are_opened() -> None:
    """Both remarks are kept, the last one first; the forwarder is whoever sent it to us."""
    inner = outlook_header("Guide", "Anne Verdier <anne@exemple.fr>") + ASKED
    middle = outlook_header("TR: Guide", "Zoé Roy <zoe@exemple.fr>") + "Est-ce pour nous ?\n\n" + inner
    message = mail(f"À vous de voir.\n\n{middle}", "TR: TR: Guide")
    assert (message.sender, message.forwarder, message.request) == (ANNE, PAUL, ASKED)
    assert message.comment == "À vous de voir.\n\nEst-ce pour nous ?"


def test_gmail_forwards_in_apple_ones_are_opened() -> None:
    """One level of marks is taken off at a time."""
    gmail = "---------- Forwarded message ---------\nDe : Anne Verdier <anne@exemple.fr>\nObjet : Guide\n\nUn guide ?"
    apple = "De: Zoé Roy <zoe@exemple.fr>\nObjet: Fwd: Guide\n\nVu avec Anne.\n\n" + gmail
    message = mail(
        "Début du message réexpédié :\n\n" + "\n".join(f"> {line}" for line in apple.split("\n")), "Fwd: Guide"
    )
    assert (message.sender, message.request, message.comment) == (ANNE, "Un guide ?", "Vu avec Anne.")


def test_an_answer_is_not_a_forward() -> None:
    """The newest words are the request; what they answer is history, without its marks."""
    history = "Le lun. 16 mars 2026 à 09:12, Anne Verdier <anne@exemple.fr> a écrit :\n\n> Quel jour vous convient ?\n"
    message = mail(f"Bonjour,\n\nLe 2 avril. Puis-je venir à deux ?\n\n{history}", "Re: Atelier")
    assert (message.sender, message.forwarder) == (PAUL, None)
    assert message.request == "Bonjour,\n\nLe 2 avril. Puis-je venir à deux ?"
    assert message.quoted == "Quel jour vous convient ?"
    outlook = mail(f"Le 2 avril me convient.\n\n{outlook_header('Atelier')}Quel jour ?", "RE : Atelier")
    assert (outlook.sender, outlook.request, outlook.quoted) == (PAUL, "Le 2 avril me convient.", "Quel jour ?")


def test_an_answer_without_a_word_leaves_the_question_to_answer() -> None:
    """Only a greeting and a signature above: the quoted message is the request."""
    message = mail(f"Bonjour,\n\nCordialement,\nPaul Martin\n\n{outlook_header('Guide')}{ASKED}", "RE: Guide")
    assert (message.sender, message.forwarder, message.request) == (ANNE, PAUL, ASKED)
    assert message.comment == ""


@pytest.mark.parametrize(
    "remark",
    ["Que répondre à ce monsieur ?", "Est-ce pour vous ?", "Je vous laisse répondre.", "Peux-tu t’en occuper ?"],
)
@pytest.mark.parametrize("subject", ["TR: Guide", "RE: Guide", "Guide"])
def test_a_question_about_what_is_forwarded_is_a_remark(remark: str, subject: str) -> None:
    """Even when the program called it an answer, or the subject says nothing."""
    message = mail(f"Bonjour,\n\n{remark}\n\n{outlook_header()}{ASKED}", subject)
    assert (message.sender, message.request) == (ANNE, ASKED)
    assert message.comment.endswith(remark)


def test_a_request_around_an_announcement_is_kept_with_it() -> None:
    """What the forwarder writes below the rule that closes the announcement is his, and so is the name below."""
    body = (
        "Bonjour,\n\n---------- Message transféré ---------\nDe : veille@exemple.fr\nObjet : Appel\n\n"
        "L'appel est ouvert jusqu'au 30 avril 2026.\n----------------------------------------\n\n"
        "Pouvez-vous le mettre dans votre lettre ?\n\nCorine, collectif du Val"
    )
    message = mail(body, "Fwd: Appel")
    assert message.request == "L'appel est ouvert jusqu'au 30 avril 2026."
    assert message.comment == "Bonjour,\n\nPouvez-vous le mettre dans votre lettre ?"
    assert message.signature == "Corine, collectif du Val"
    assert message.sender == Correspondent("", "veille@exemple.fr")


def test_a_rule_inside_an_announcement_closes_nothing() -> None:
    """When the forwarder has signed above, all that follows is what he forwards."""
    body = (
        "Pour diffusion.\n\nCordialement,\nPaul\n\n---------- Message transféré ---------\nDe : veille@exemple.fr\n"
        "Objet : Lettre\n\nUn appel est ouvert.\n--------------------\nUne journée aura lieu à Guéret."
    )
    assert mail(body, "Fwd: Lettre").request.endswith("Une journée aura lieu à Guéret.")


def test_a_forward_without_words_below_is_the_forwarder_s() -> None:
    """There is nothing else to take for a request."""
    message = mail(
        f"Pouvez-vous diffuser l’offre jointe ?\n\n{outlook_header('Offre')}", "TR: Offre", attachments=["o.pdf"]
    )
    assert (message.sender, message.forwarder) == (PAUL, None)
    assert message.request == "Pouvez-vous diffuser l’offre jointe ?"


def test_a_reminder_brings_back_the_first_request() -> None:
    """One person, two messages: nobody forwarded anything."""
    earlier = outlook_header("Guide", "Paul Martin <paul@exemple.fr>") + ASKED
    message = mail(f"Bonjour,\n\nJe me permets de vous relancer.\n\n{earlier}", "RE: Guide")
    assert (message.sender, message.forwarder, message.request) == (PAUL, None, ASKED)
    assert message.comment == "Bonjour,\n\nJe me permets de vous relancer."
    assert "reminder" in message.notes


def test_the_forwarder_s_signature_is_not_his_remark() -> None:
    """The signature is that of whoever asks, when she signs."""
    signed = f"{ASKED}\n\nBien cordialement,\nAnne Verdier\nMairie de Valbrume"
    message = mail(f"Pour suite à donner.\n\nCordialement,\nPaul\n\n{outlook_header()}{signed}", "TR: Guide")
    assert message.comment == "Pour suite à donner."
    assert message.signature == "Bien cordialement,\nAnne Verdier\nMairie de Valbrume"


def test_messages_attached_whole_are_forwarded_ones(tmp_path: Path) -> None:
    """One attached is the request; several are as many messages; an answer with one attached stays an answer."""
    inner = "From: Anne Verdier <anne@exemple.fr>\nSubject: Guide\nMessage-ID: <a@exemple.fr>\nDate: Mon, 16 Mar 2026 09:12:00 +0100\n\n"
    whole = [mime_part("message/rfc822", inner + words) for words in (ASKED, "Un autre guide ?")]
    kind = 'multipart/mixed; boundary="frontiere"'
    above = mime_part("text/plain; charset=utf-8", "Que répondre ?")
    (one,) = read_files(eml(tmp_path / "1.eml", multipart(above, whole[0]), kind), TODAY)
    assert (one.sender, one.request, one.comment, one.attachments) == (ANNE, ASKED, "Que répondre ?", ())
    assert one.forwarder == Correspondent("Jeanne Prévost", "jeanne@exemple.fr")
    assert (one.received, one.asked) == (dt.date(2025, 3, 3), dt.date(2026, 3, 16))
    assert (one.message_id, one.references) == ("abc@exemple.fr", ("a@exemple.fr",))
    several = read_files(eml(tmp_path / "2.eml", multipart(*whole), kind), TODAY)
    assert [message.request for message in several] == [ASKED, "Un autre guide ?"]
    answer = mime_part("text/plain; charset=utf-8", "Bonjour, voici notre proposition de programme pour le 2 avril.")
    (kept,) = read_files(eml(tmp_path / "3.eml", multipart(answer, whole[0]), kind), TODAY)
    assert kept.request.startswith("Bonjour, voici")
    assert kept.attachments[0].kind == "message/rfc822"


def test_outlook_files_are_read_like_the_others(tmp_path: Path) -> None:
    """With the messages attached whole to them."""
    inner = Outlook(subject="Guide", sender="Anne Verdier", body="Un guide ?")
    path = Outlook(subject="TR: Guide", body="Pour vous ?", attachments=[("Guide", "", inner)]).write(
        tmp_path / "m.msg"
    )
    (message,) = read_files(path, TODAY)
    assert (message.sender.name, message.request, message.comment) == ("Anne Verdier", "Un guide ?", "Pour vous ?")
    assert message.forwarder == Correspondent("Jeanne Prévost")


def test_a_mailbox_is_as_many_messages(tmp_path: Path) -> None:
    """One that cannot be read does not hide the others; an empty mailbox is an error."""
    line = b"From jeanne@exemple.fr Mon Mar  3 09:12:00 2025\n"
    good = HEAD.encode() + b"Content-Type: text/plain; charset=utf-8\n\nUn guide ?\n\n"
    locked = b"From: a@exemple.fr\nContent-Type: application/pkcs7-mime\n\nMIIB\n\n"
    (tmp_path / "b.mbox").write_bytes(line + good + line + locked + line + good)
    assert [message.request for message in read_files(tmp_path / "b.mbox", TODAY)] == ["Un guide ?"] * 2
    (tmp_path / "l.mbox").write_bytes(line + locked)
    with pytest.raises(EncryptedFile):
        read_files(tmp_path / "l.mbox", TODAY)
    with pytest.raises(UnreadableFile):
        read_bytes(b"rien", "m.mbox", TODAY)


def test_a_folder_is_its_messages(tmp_path: Path) -> None:
    """Other files in it are passed over."""
    eml(tmp_path / "a.eml", "Un guide ?")
    (tmp_path / "b.txt").write_text("Objet : Fiche\n\nUne fiche ?", encoding="utf-8")
    (tmp_path / "c.pdf").write_bytes(b"%PDF")
    assert [message.request for message in read_files(tmp_path, TODAY)] == ["Un guide ?", "Une fiche ?"]


def test_what_headers_tell_is_kept(tmp_path: Path) -> None:
    """Decoded name, address, day in the sender's time zone, ids without brackets, recipients."""
    head = (
        HEAD + "Cc: Zoé <ZOE@exemple.fr>\nReferences: <r1@exemple.fr>\n <r2@exemple.fr>\nIn-Reply-To: <r3@exemple.fr>\n"
    )
    (message,) = read_files(eml(tmp_path / "m.eml", "Un guide ?", head=head), TODAY)
    assert message.sender == Correspondent("Jeanne Prévost", "jeanne@exemple.fr")
    assert (message.subject, message.received, message.message_id) == (
        "Réunion de mars",
        dt.date(2025, 3, 3),
        "abc@exemple.fr",
    )
    assert message.references == ("r1@exemple.fr", "r2@exemple.fr", "r3@exemple.fr")
    assert message.recipients == ("contact@exemple.fr", "zoe@exemple.fr")


def test_pasted_text_with_its_header() -> None:
    """« De : », « Objet : » on top are the message's; without them it has no sender and is of today."""
    message = from_text(outlook_header("RE: Guide") + ASKED, TODAY)
    assert (message.sender, message.subject, message.request) == (ANNE, "Guide", ASKED)
    assert message.received == message.asked == dt.date(2026, 3, 16)
    bare = from_text(ASKED, TODAY)
    assert (bare.sender, bare.received, bare.request, bare.notes) == (Correspondent(), TODAY, ASKED, ("no_date",))
    subject = from_text("Objet : Guide\n\nUn guide ?", TODAY)
    assert (subject.subject, subject.request) == ("Guide", "Un guide ?")


def test_a_pasted_programme_is_no_header() -> None:
    """« De : 9 h à 12 h » is a time."""
    text = "Date : mardi 12 mai 2026\nDe : 9 h à 12 h\nLieu : salle des fêtes\n\nVenez nombreux !"
    message = from_text(text, TODAY)
    assert (message.sender, message.request) == (Correspondent(), text)


def test_a_pasted_source_is_read_as_a_message() -> None:
    """With its technical fields and its encoding."""
    message = from_text(f"Received: from a; Mon, 3 Mar 2025\n{HEAD}Content-Type: text/plain\n\nUn guide ?", TODAY)
    assert (message.subject, message.request) == ("Réunion de mars", "Un guide ?")


@pytest.mark.parametrize("name", THREADS)
def test_nobody_else_s_words_are_the_sender_s(name: str) -> None:
    """In the threads of all programs, what is not forwarded nor alone keeps its own words, and only them."""
    lines = [(line[:1], line[2:]) for line in THREADS[name].splitlines()]
    message = mail("\n".join(text for _, text in lines))
    told = f"{message.request}\n{message.comment}"
    own = [text for letter, text in lines if letter == "b" and text.strip()]
    kept = " ".join(f"{told}\n{message.signature}".split())
    assert all(" ".join(text.split()) in kept for text in own)


@pytest.mark.parametrize(
    ("raw", "text", "first"),
    [
        ("Re: Atelier", "Atelier", Prefix.REPLY),
        ("RE : Atelier", "Atelier", Prefix.REPLY),
        ("[Externe] TR: RE: Atelier", "Atelier", Prefix.FORWARD),
        ("RE: [Externe] [SPAM?] Fwd: Atelier", "Atelier", Prefix.REPLY),
        ("Re[2]: Atelier", "Atelier", Prefix.REPLY),
        ("***SPAM*** Gagnez", "Gagnez", None),
        ("Réf : 2231-B", "Réf : 2231-B", None),
        ("[collectif] Atelier", "[collectif] Atelier", None),
        ("Fwd:", "", Prefix.FORWARD),
        ("Tribune : relance", "Tribune : relance", None),
    ],
)
def test_prefixes_of_subjects(raw: str, text: str, first: Prefix | None) -> None:
    """Those of programs and servers are taken off; a list's tag and a reference stay."""
    subject = parted(raw)
    assert (subject.text, subject.first) == (text, first)


def test_notes_tell_what_was_mended_or_missing() -> None:
    """Empty bodies, attachments alone, pages alone, wrong encodings, no date."""
    empty = mail("", "Où est l’espace documentaire ?")
    assert (empty.request, empty.notes) == ("", ("empty_body",))
    assert mail("  \n", "Affiche", attachments=["affiche.pdf"]).notes == ("empty_body", "attachment_only")
    page = mail("", body_html="<p>Bonjour,<br>Un guide ?</p><ul><li>papier</li><li>fichier</li></ul>")
    assert (page.request, page.notes) == ("Bonjour,\nUn guide ?\n\n- papier\n- fichier", ("html_only",))
    broken = mail("Le conseil local de santÃ© mentale cherche un relais.", "RÃ©union")
    assert (broken.subject, broken.notes) == ("Réunion", ("mended_encoding",))
    assert "santé mentale" in broken.request
    assert mail("Un guide ?", date=None).notes == ("no_date",)
    assert mail("Un guide ?", date="2039-45-99").received == TODAY
    assert mail("L\ufffdt\ufffd").notes == ("lost_characters",)


def test_the_mended_encoding_of_a_file_is_told(tmp_path: Path) -> None:
    """Its bytes were decoded wrongly by whoever sent them."""
    (message,) = read_files(eml(tmp_path / "m.eml", "Ã‰tÃ© Ã  la santÃ©".encode()), TODAY)
    assert (message.request, message.notes) == ("Été à la santé", ("mended_encoding",))


def test_signatures_are_set_apart() -> None:
    """With a closing formula, without one, under hyphens, of a telephone; notices are nobody's words."""
    for end in (
        "Bien cordialement,\nAnne Verdier\nMairie de Valbrume",
        "merciii\nÉlodie",
        "Nadège Toumi, référente familles",
        "Merci pour votre aide,\nPierre D. chargé de projet",
        "Bonne semaine,\nService RH",
    ):
        message = mail(
            f"Bonjour,\n\nAvez-vous un guide ?\n\n{end}\n\nCe message est confidentiel et destiné exclusivement à vous."
        )
        assert (message.request, message.signature) == ("Bonjour,\n\nAvez-vous un guide ?", end)
    kept = mail("Bonjour,\n\nLe forum aura lieu le 22 avril.\n\nSalle des fêtes de Valbrume\n\nEntrée libre")
    assert kept.signature == ""
    assert mail("Un guide ?\n\nEnvoyé de mon iPhone").request == "Un guide ?"


def test_folded_lines_are_joined() -> None:
    """Lines cut by a program at 72 characters are one paragraph; short lines stay lines."""
    folded = (
        "Notre communauté de communes rédige le diagnostic de son contrat local\n"
        "de santé et cherche des exemples de territoires ruraux qui ont repéré\n"
        "les publics fragiles.\n\nMerci."
    )
    assert unfolded(folded).splitlines()[0].endswith("les publics fragiles.")
    assert unfolded("Trois points :\n1) un\n2) deux") == "Trois points :\n1) un\n2) deux"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Un guide ?", ["Un guide ?"]),
        (
            "trois points :\n1) on est OK pour le 14 avril\n2) la stagiaire cherche des fiches\n3) on a changé de mail",
            ["on est OK pour le 14 avril", "la stagiaire cherche des fiches", "on a changé de mail"],
        ),
        (
            "Je cherche :\n- des chiffres récents,\n- deux coordinations.",
            ["des chiffres récents", "deux coordinations."],
        ),
        (
            "Deux questions : 1) à quoi sert un CLS ? 2) avez-vous un exemple ? Publication le 9 avril.",
            ["à quoi sert un CLS ?", "avez-vous un exemple ?"],
        ),
        (
            "Avez-vous un guide ? Par ailleurs, pouvez-vous annoncer notre forum ?",
            ["Avez-vous un guide ?", "Par ailleurs, pouvez-vous annoncer notre forum ?"],
        ),
        (
            "Je voudrais une fiche.\n\nAutre question : quand est la journée ?",
            ["Je voudrais une fiche.", "Autre question : quand est la journée ?"],
        ),
        ("Missions :\n- animer le réseau\n- tenir les comptes\n\nCandidatures par courriel.", None),
        ("Supprimez mon adresse. Sinon je saisirai la CNIL.", None),
    ],
)
def test_several_requests_are_told_apart(body: str, expected: list[str] | None) -> None:
    """Lists announced as requests, and what « par ailleurs » adds; a list of tasks and a threat are none."""
    assert list(requests(mail(body))) == (expected or [body])


def test_a_comment_that_is_a_request_is_one_more() -> None:
    """A short « pouvez-vous le relayer ? » is not."""
    forwarded = outlook_header("Appel") + "L’appel est ouvert jusqu’au 30 avril 2026."
    short = mail(f"Pouvez-vous le relayer ?\n\n{forwarded}", "TR: Appel")
    assert requests(short) == ("L’appel est ouvert jusqu’au 30 avril 2026.",)
    long = "Nous sommes un réseau de huit communes et nous hésitons à répondre à cet appel : pourriez-vous nous dire"
    whole = mail(
        f"{long} si des territoires ruraux comme le nôtre y ont déjà répondu, et comment ?\n\n{forwarded}", "TR: Appel"
    )
    assert [text[:4] for text in requests(whole)] == ["Nous", "L’ap"]


def test_a_message_without_a_body_asks_what_its_subject_says() -> None:
    """And nothing when it has no subject either."""
    assert requests(mail("", "Où sont les fiches ?")) == ("Où sont les fiches ?",)
    assert requests(mail("", "", attachments=["a.pdf"])) == ()


def test_the_contract_takes_whatever_comes() -> None:
    """Null, lists, objects, numbers, unknown fields, both ways of naming attachments."""
    odd = {
        "from": {"name": "Anne Verdier", "email": "anne@exemple.fr"}, "to": ["a@exemple.fr", None, "B <b@exemple.fr>"],
        "date": "Mon, 16 Mar 2026 09:12:00 +0100", "subject": None, "body_text": "Un guide ?", "body_html": None,
        "attachments": ["a.pdf", {"filename": "b.DOCX", "content_type": "Application/X"}, None, 3], "id": 12,
    }  # fmt: skip
    message = from_email(EmailIn.model_validate_json(json.dumps(odd)), TODAY)
    assert (message.sender, message.received) == (ANNE, dt.date(2026, 3, 16))
    assert message.recipients == ("a@exemple.fr", "b@exemple.fr")
    assert [(file.name, file.kind) for file in message.attachments] == [
        ("a.pdf", ""),
        ("b.DOCX", "application/x"),
        ("3", ""),
    ]
    with pytest.raises(EmptyDocument):
        from_email(EmailIn.model_validate({"attachments": None}), TODAY)


def test_attachments_are_opened_only_in_workers(tmp_path: Path) -> None:
    """Text of readable ones when worker processes are given; web pages, archives and programs are named, no more."""
    body = multipart(
        mime_part("text/plain; charset=utf-8", "Un relais ?"),
        attached("fiche.txt", "Poste à pourvoir. ".encode() * 500, "text/plain"),
        attached("page.html", b"<p>non</p>", "text/html"),
        attached("lot.zip", b"PK\x05\x06" + bytes(18), "application/zip"),
        attached("abime.pdf"),
    )
    path = eml(tmp_path / "m.eml", body, 'multipart/mixed; boundary="frontiere"')
    (named,) = read_files(path, TODAY)
    assert [file.name for file in named.attachments] == ["fiche.txt", "page.html", "lot.zip", "abime.pdf"]
    assert not any(file.text for file in named.attachments)
    with Readers(Limits(jobs=1, seconds=60, megabytes=2048)) as readers:
        (opened,) = read_files(path, TODAY, readers)
    assert [bool(file.text) for file in opened.attachments] == [True, False, False, False]
    assert len(opened.attachments[0].text) == 4000


def test_errors_are_ours(tmp_path: Path) -> None:
    """Missing, of another type, empty, damaged, locked."""
    with pytest.raises(SourceNotFound):
        read_files(tmp_path / "m.eml", TODAY)
    with pytest.raises(UnsupportedType):
        read_bytes(b"x", "m.pdf", TODAY)
    with pytest.raises(EmptyDocument):
        read_bytes(b"  ", "m.eml", TODAY)
    with pytest.raises(EmptyDocument):
        from_text(" \n", TODAY)
    with pytest.raises(UnreadableFile) as damaged:
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "m.msg", TODAY)
    assert damaged.value.values["path"] == "m.msg"
    with pytest.raises(EncryptedFile):
        read_bytes(b"From: a@exemple.fr\nContent-Type: application/pkcs7-mime\n\nMIIB", "m.eml", TODAY)


CUES = [
    "De : Anne <anne@exemple.fr>", "Envoyé : lundi 3 mars 2025", "À : b@exemple.fr", "Objet : TR: x", "> > y", ">", "",
    "-----Message d'origine-----", "---------- Forwarded message ---------", "Le 3 mars 2025 à 09:12, A <a@exemple.fr> a écrit :",
    "Début du message transféré :", "-- ", "________________", "----------", "1) un ?", "2) deux", "- z", "Cordialement,", "Merci", "Zoé",
    "par ailleurs, pouvez-vous ?", "Ã©tÃ© Ã ", "Received: x", "\ud800", "\x00",
]  # fmt: skip
THREAD_TEXT = st.lists(st.sampled_from(CUES) | st.text(max_size=30), max_size=25).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(THREAD_TEXT)
def test_any_text_is_a_message_or_one_of_our_errors(text: str) -> None:
    """And what comes of it is text that any database takes."""
    try:
        message = from_text(text, TODAY)
    except ReperesError:
        return
    whole = "".join((message.words(), message.signature, message.quoted, message.sender.name, *requests(message)))
    assert whole.encode("utf-8")
    assert "\x00" not in whole


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=200),
    THREAD_TEXT,
    st.sampled_from(["text/plain", "text/html", "message/rfc822", "multipart/mixed"]),
)
def test_any_bytes_are_messages_or_one_of_our_errors(data: bytes, text: str, kind: str) -> None:
    """Whatever the fields, the type and the words."""
    for content in (
        data,
        HEAD.encode() + f"Content-Type: {kind}\n\n".encode() + text.encode("utf-8", "replace") + data,
    ):
        try:
            messages = read_bytes(content, "m.eml", TODAY)
        except ReperesError:
            continue
        assert messages


def test_parts_of_one_level_lose_no_word() -> None:
    """What is neither the author's nor below is nowhere: every word of a thread is in one of them."""
    layer = part(f"Oui.\n\n{outlook_header()}{ASKED}")
    assert (layer.own, layer.below and layer.below.text) == ("Oui.", ASKED)
