"""The association's mailbox, read only: what arrived since the last time is filed, and nothing in it changes.

The folder is opened with EXAMINE and messages are fetched with BODY.PEEK: none is marked as read, moved or deleted.
How far it was read is kept in the database as « UIDVALIDITY UID » (RFC 3501, 2.3.1.1), after each message: a pull that
is interrupted goes on from there, and a message that comes twice is found by its Message-ID.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import imaplib
import ipaddress
import re
import ssl
from typing import TYPE_CHECKING, Final

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, U
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from assistant.solicitations import messages_fr as words
from assistant.solicitations.intake.taken import Refused, Taken, reason
from assistant.solicitations.kept import Source
from assistant.solicitations.markers import mark, marker
from assistant.solicitations.reception import today
from assistant.triage.messages import read_bytes
from indexer.errors import InvalidSetting, MailboxRefused, MailboxUnreachable, ReadingTooHeavy, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.solicitations.reception import Reception
    from indexer.settings import Settings

MOST: Final = 500
"""Messages of one pull; the others wait for the next."""
SECONDS: Final = 30
"""Longest wait for an answer of the server."""
MEGABYTE: Final = 1024 * 1024
_SIZE = re.compile(rb"RFC822\.SIZE (\d{1,20})")


class StartTls(MailBoxStartTls):
    """That of imap_tools 1.16, which leaves the connection open when STARTTLS fails."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            with contextlib.suppress(OSError):  # a failed handshake may have closed it: what failed is what is told
                client.shutdown()
            raise
        return client


def pull(reception: Reception, settings: Settings) -> Taken:
    """Files what arrived in the mailbox since the last time; the first time, since what is kept of solicitations.

    Raises:
        InvalidSetting: As `check_mailbox` does.
        MailboxUnreachable: It does not answer, or its certificate is not trusted.
        MailboxRefused: It refuses the account, the folder or a command.
        DatabaseStateError: The queue cannot take a message; the next pull begins with it.
    """
    check_mailbox(settings)
    taken, queue = Taken(), reception.solicitations
    name = _marker_name(settings)
    with _opened(settings) as mailbox:
        validity = _validity(mailbox, settings)
        known, _, last = marker(queue, name).partition(" ")
        after = int(last) if known == validity and last.isdigit() else 0
        uids = _arrived(mailbox, after, settings)
        taken.left = max(len(uids) - MOST, 0)
        for uid in uids[:MOST]:
            _take(mailbox, uid, reception, settings, taken)
            mark(queue, name, f"{validity} {uid}")
    return taken


def check_mailbox(settings: Settings) -> None:
    """Says what is missing before anything is opened.

    Raises:
        InvalidSetting: No mailbox is set, or one in clear that is not on this machine.
    """
    if not settings.imap_host:
        raise InvalidSetting(name="REPERES_IMAP_HOST", value="", detail=words.NO_MAILBOX)
    if settings.imap_tls == "none" and not _is_here(settings.imap_host):
        raise InvalidSetting(name="REPERES_IMAP_TLS", value="none", detail=words.TLS_WANTED)


def reach(settings: Settings) -> None:
    """Opens the mailbox and its folder, reads nothing of it, and leaves.

    Raises:
        InvalidSetting: As `check_mailbox` does.
        MailboxUnreachable, MailboxRefused: As `pull`.
    """
    check_mailbox(settings)
    with _opened(settings) as mailbox:
        _validity(mailbox, settings)


def _take(mailbox: BaseMailBox, uid: int, reception: Reception, settings: Settings, taken: Taken) -> None:
    try:
        data = _fetched(mailbox, uid, settings.intake_megabytes)
        messages = read_bytes(data, f"{uid}.eml", today()) if data else []
    except SourceError as error:
        taken.refused.append(Refused(str(uid), reason(error)))
        return
    for message in messages:
        taken.note(reception.receive(message, Source.IMAP))


def _arrived(mailbox: BaseMailBox, after: int, settings: Settings) -> list[int]:
    """Numbers of the messages that came after one, in order; nothing older than solicitations are kept."""
    oldest = today() - dt.timedelta(days=settings.kept_solicitation_days)
    found = mailbox.uids(AND(uid=U(str(after + 1), "*"), date_gte=oldest))
    return sorted(number for number in map(int, found) if number > after)  # « 9:* » has the last even when it is 8


def _fetched(mailbox: BaseMailBox, uid: int, megabytes: int) -> bytes:
    """The bytes of a message; none when it went away meanwhile.

    Raises:
        ReadingTooHeavy: It is larger than allowed; it is not fetched.
    """
    answer = _answered(mailbox, uid, "(RFC822.SIZE)")
    size = _SIZE.search(b" ".join(part if isinstance(part, bytes) else part[0] for part in answer if part))
    if size and int(size.group(1)) > megabytes * MEGABYTE:
        raise ReadingTooHeavy(path=str(uid), limit=megabytes)
    parts = [part[1] for part in _answered(mailbox, uid, "(BODY.PEEK[])") if isinstance(part, tuple)]
    return parts[0] if parts else b""


def _answered(mailbox: BaseMailBox, uid: int, parts: str) -> list[bytes | tuple[bytes, bytes]]:
    """What imaplib makes of a FETCH: imap_tools gives a message parsed, and writes it anew; we want its own bytes."""
    status, answer = mailbox.client.uid("FETCH", str(uid), parts)
    if status != "OK":
        raise imaplib.IMAP4.error(status)
    return list(answer)


def _validity(mailbox: BaseMailBox, settings: Settings) -> str:
    """The UIDVALIDITY that came with EXAMINE: when it changes, numbers mean other messages."""
    mailbox.folder.set(settings.imap_folder, readonly=True)
    _, told = mailbox.client.response("UIDVALIDITY")
    return (told[-1] or b"").decode("ascii", "replace") if told else ""


@contextlib.contextmanager
def _opened(settings: Settings) -> Iterator[BaseMailBox]:
    """The mailbox, its account open; foreign errors as ours, most specific first."""
    host, port = settings.imap_host, _port(settings)

    def unreachable(detail: str) -> MailboxUnreachable:
        return MailboxUnreachable(host=host, port=port, detail=detail)

    try:
        with _connected(settings) as mailbox:
            yield mailbox
    except MailboxLoginError as exc:
        raise MailboxRefused(host=host, what=words.ACCOUNT) from exc
    except MailboxFolderSelectError as exc:
        raise MailboxRefused(host=host, what=words.FOLDER.format(folder=settings.imap_folder)) from exc
    except ImapToolsError as exc:
        raise MailboxRefused(host=host, what=words.READING) from exc
    except ssl.SSLCertVerificationError as exc:
        raise unreachable(words.NO_TRUST) from exc
    except (ssl.SSLError, imaplib.IMAP4.error) as exc:
        raise unreachable(words.NOT_IMAP) from exc
    except OSError as exc:
        raise unreachable(words.NO_ANSWER) from exc


@contextlib.contextmanager
def _connected(settings: Settings) -> Iterator[BaseMailBox]:
    host, port = settings.imap_host, _port(settings)
    mailbox: BaseMailBox
    if settings.imap_tls == "none":
        mailbox = MailBoxUnencrypted(host, port, timeout=SECONDS)
    else:
        # Told explicitly: imaplib's own default context trusts any certificate (Python 3.11).
        trusted = ssl.create_default_context()
        kind = MailBox if settings.imap_tls == "tls" else StartTls
        mailbox = kind(host, port, timeout=SECONDS, ssl_context=trusted)
    try:
        password = settings.imap_password.get_secret_value()
        ascii_only = (settings.imap_user + password).isascii()
        (mailbox.login if ascii_only else mailbox.login_utf8)(settings.imap_user, password, initial_folder=None)
        yield mailbox
    finally:
        with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            mailbox.logout()


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _port(settings: Settings) -> int:
    return settings.imap_port or (993 if settings.imap_tls == "tls" else 143)


def _marker_name(settings: Settings) -> str:
    """Of an account's folder: a digest, for an account is an address."""
    told = f"{settings.imap_host}\n{settings.imap_user}\n{settings.imap_folder}"
    return f"imap {hashlib.sha256(told.encode()).hexdigest()}"
