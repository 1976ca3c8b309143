"""What comes out of messages, mailboxes and archives: everything readable, nothing outside, nothing beyond bounds."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mail_files import HEAD, Outlook, attached, eml, multipart, part

from indexer.errors import ArchiveRefused, EncryptedFile, SourceError, UnreadableFile
from indexer.messages import sentence
from indexer.reading import read
from indexer.unpacking import Bounds, is_container, unpack
from indexer.unpacking.names import Names, safe_name, safe_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MIXED = 'multipart/mixed; boundary="frontiere"'
WIDE = Bounds()


def taken(path: Path, *, archives: bool = False, bounds: Bounds = WIDE) -> dict[str, bytes]:
    """Members by name, with their bytes; and a look around that nothing else was written."""
    before = set(path.parent.iterdir())
    into = path.parent / f"{path.name} sorti"
    members = unpack(path, into, bounds, archives=archives)
    assert set(path.parent.iterdir()) == {*before, into}
    assert len({member.name.casefold() for member in members}) == len(members)
    assert all(member.path.resolve().is_relative_to(into.resolve()) for member in members)
    assert all(member.path.is_file() and not member.path.is_symlink() for member in members)
    return {member.name: member.path.read_bytes() for member in members}


def zipped(path: Path, files: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    """A ZIP archive."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return path


def tarred(path: Path, entries: Sequence[tuple[str, bytes | tuple[bytes, str]]], mode: str = "w") -> Path:
    """A TAR archive; for a link or a device, its type and target in place of bytes."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in entries:
            entry = tarfile.TarInfo(name)
            if isinstance(content, tuple):
                entry.type, entry.linkname = content
                archive.addfile(entry)
            else:
                entry.size = len(content)
                archive.addfile(entry, io.BytesIO(content))
    return path


def refused(path: Path, bounds: Bounds, *, archives: bool = True) -> str:
    """The French sentence of a refusal that leaves nothing behind."""
    into = path.parent / "sorti"
    with pytest.raises(ArchiveRefused) as refusal:
        unpack(path, into, bounds, archives=archives)
    assert not into.exists()
    assert not list(path.parent.glob(".*partial"))
    return sentence(refusal.value)


def test_containers_are_known_by_name() -> None:
    """Archives only when asked."""
    assert is_container(Path("a.EML"), archives=False)
    assert is_container(Path("a.tar.gz"), archives=True)
    assert not is_container(Path("a.zip"), archives=False)
    assert not is_container(Path("a.docx"), archives=True)


def test_attachments_come_out_and_what_serves_programs_does_not(tmp_path: Path) -> None:
    """Pictures of the text, calendars, signatures and cards stay in; a nameless document gets a name."""
    body = multipart(
        part("text/plain; charset=utf-8", "Voir ci-joint."),
        attached("Fiche n°1.pdf"),
        part("image/png", b"x", Content_ID="<logo>", Content_Disposition='inline; filename="logo.png"'),
        part("text/calendar", "BEGIN:VCALENDAR"),
        part("application/pkcs7-signature", "MIIB", Content_Disposition='attachment; filename="smime.p7s"'),
        part("text/x-vcard", "BEGIN:VCARD", Content_Disposition='attachment; filename="j.vcf"'),
        part("application/pdf", b"%PDF", Content_Disposition="attachment"),
        part("application/pdf", b"%PDF", Content_Disposition='attachment; filename="Note v2.3"'),
        part("text/plain", "Annexe", Content_Disposition='attachment; filename="../../etc/annexe.txt"'),
        part("application/pdf", b"1", Content_Disposition="attachment; filename*=utf-8''r%C3%A9sum%C3%A9.pdf"),
        part("application/pdf", b"2", Content_Disposition='attachment; filename="=?utf-8?Q?R=C3=A9sum=C3=A9.pdf?="'),
    )
    path = eml(tmp_path / "m.eml", body, MIXED)
    assert list(taken(path)) == [
        "Fiche n°1.pdf",
        "piece-jointe-2.pdf",
        "Note v2.3.pdf",
        "annexe.txt",
        "résumé.pdf",
        "Résumé (2).pdf",
    ]


def test_a_message_that_is_a_document_has_it_attached(tmp_path: Path) -> None:
    """Scanners send such mail."""
    path = eml(tmp_path / "m.eml", b"%PDF-1.4", 'application/pdf; name="scan.pdf"')
    assert taken(path) == {"scan.pdf": b"%PDF-1.4"}


def test_attached_messages_are_members_and_are_opened(tmp_path: Path) -> None:
    """Their attachments stand under their name; read, they say their own words."""
    inner = HEAD.encode() + f"Content-Type: {MIXED}\n\n".encode()
    inner += multipart(part("text/plain; charset=utf-8", "Le texte joint."), attached("annexe.pdf"))
    outer = multipart(
        part("text/plain", "Voir le message.", boundary="x"), part("message/rfc822", inner), boundary="dehors"
    )
    path = eml(tmp_path / "m.eml", outer, 'multipart/mixed; boundary="dehors"')
    assert list(taken(path)) == ["Réunion de mars.eml", "Réunion de mars.eml/annexe.pdf"]
    member = unpack(path, tmp_path / "sorti", WIDE, archives=False)[0]
    assert read(member.path).blocks[0].text == "Le texte joint."


def test_outlook_attachments_and_attached_messages(tmp_path: Path) -> None:
    """As those of Internet messages, at any depth."""
    deepest = Outlook(subject="Au fond", body="Texte du fond.", attachments=[("b.pdf", "application/pdf", b"%PDF b")])
    inner = Outlook(subject="Joint", body="Texte.", attachments=[("Au fond.msg", "", deepest)])
    files = [
        ("Bilan.pdf", "application/pdf", b"%PDF" * 3000),
        ("Joint", "", inner),
        ("logo.png", "text/calendar", b"x"),
    ]
    found = taken(Outlook(body="Voir.", attachments=files).write(tmp_path / "m.msg"))
    assert list(found) == ["Bilan.pdf", "Joint.eml", "Joint.eml/Au fond.eml", "Joint.eml/Au fond.eml/b.pdf"]
    assert found["Bilan.pdf"] == b"%PDF" * 3000
    again = taken(Outlook(body="Voir.", attachments=files).write(tmp_path / "n.msg"))
    assert again == found


LETTER = b"From: Jeanne <j@exemple.fr>\nSubject: %s\nDate: Mon, 3 Mar 2025 09:12:00 +0100\nMessage-ID: <%d@exemple.fr>\n%s\n%s\n"
ABOVE = b"From - Mon Mar  3 09:12:00 2025\n"


def mailbox(path: Path, *letters: bytes) -> Path:
    """A mailbox as Thunderbird writes it."""
    path.write_bytes(b"".join(ABOVE + letter + b"\n" for letter in letters))
    return path


def test_a_mailbox_gives_its_messages_and_what_came_with_them(tmp_path: Path) -> None:
    """Sentences that begin with « From » begin no message; shielded ones are uncovered; names tell date and subject."""
    joined = b"Content-Type: " + MIXED.encode() + b"\n"
    path = mailbox(
        tmp_path / "b.mbox",
        LETTER
        % (b"=?utf-8?Q?R=C3=A9union_d'=C3=A9t=C3=A9?=", 1, b"", b"Un.\nFrom here on.\n\n>From there on.\n\nFrom me."),
        LETTER % (b"Deux", 2, joined, multipart(part("text/plain", "Texte."), attached("a.pdf"))),
    )
    found = taken(path)
    first, second, annex = found
    assert first.startswith("2025-03-03-reunion-d-ete-")
    assert annex == f"{second}/a.pdf"
    assert found[first].endswith(b"Un.\nFrom here on.\n\nFrom there on.\n\nFrom me.\n\n")


def test_names_and_bytes_hold_as_a_mailbox_grows(tmp_path: Path) -> None:
    """Messages before and after, and marks such as « read », change neither the name nor the bytes of a message."""
    two = LETTER % (b"Deux", 2, b"", b"Texte.")
    marked = LETTER % (
        b"Deux",
        2,
        b"X-Mozilla-Status: 0001\nStatus: RO\nX-Mozilla-Keys: important\n a lire\n",
        b"Texte.",
    )
    before = taken(mailbox(tmp_path / "a.mbox", two))
    after = taken(
        mailbox(tmp_path / "b.mbox", LETTER % (b"Un", 1, b"", b"A."), marked, LETTER % (b"Trois", 3, b"", b"B."))
    )
    assert before.items() <= after.items()
    assert len(after) == 3


def test_deleted_messages_are_gone_and_twins_stay(tmp_path: Path) -> None:
    """Thunderbird keeps deleted messages in its file until it is compacted."""
    gone = LETTER % (b"Parti", 1, b"X-Mozilla-Status: 0009\n", b"Texte.")
    twin = LETTER % (b"Double", 2, b"", b"Texte.")
    names = list(taken(mailbox(tmp_path / "b.mbox", gone, twin, twin)))
    assert [name.split("-")[3] for name in names] == ["double", "double"]


def test_what_is_no_mailbox_is_unreadable(tmp_path: Path) -> None:
    """Its first line tells."""
    (tmp_path / "b.mbox").write_bytes(b"Une lettre.\n")
    with pytest.raises(UnreadableFile):
        taken(tmp_path / "b.mbox")


def test_a_malformed_message_does_not_hold_the_mailbox_back(tmp_path: Path) -> None:
    """It comes out; whoever reads it names what is wrong."""
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000))
    path = mailbox(
        tmp_path / "b.mbox", b"pas un champ\n", b"Subject: Un\n" + nested, LETTER % (b"Bon", 1, b"", b"Texte.")
    )
    found = list(taken(path))
    assert len(found) == 3
    assert found[2].startswith("2025-03-03-bon-")


ARCHIVED = {
    "rapport/note.pdf": b"%PDF note",
    "rapport/é.txt": "été".encode(),
    "__MACOSX/x": b"",
    ".git/config": b"",
    "~$a.docx": b"",
}


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.zip", lambda path: zipped(path, ARCHIVED)),
        ("a.tar", lambda path: tarred(path, list(ARCHIVED.items()))),
        ("a.tar.gz", lambda path: tarred(path, list(ARCHIVED.items()), "w:gz")),
        ("a.tgz", lambda path: tarred(path, list(ARCHIVED.items()), "w:xz")),
        ("a.tar.bz2", lambda path: tarred(path, list(ARCHIVED.items()), "w:bz2")),
    ],
)
def test_archives_give_their_files(tmp_path: Path, name: str, make: Callable[[Path], Path]) -> None:
    """Whatever their compression; what desktop systems add is left out."""
    path = make(tmp_path / name)
    assert taken(path, archives=True) == {"rapport/note.pdf": b"%PDF note", "rapport/é.txt": "été".encode()}


def test_archives_in_messages_wait_to_be_asked_for(tmp_path: Path) -> None:
    """Closed, they are members; open, what they hold is."""
    archive = zipped(tmp_path / "x.zip", {"note.pdf": b"%PDF"}).read_bytes()
    body = multipart(part("text/plain", "Voir."), attached("envoi.zip", archive, "application/zip"))
    path = eml(tmp_path / "m.eml", body, MIXED)
    assert list(taken(path)) == ["envoi.zip"]
    assert list(taken(path, archives=True)) == ["envoi.zip/note.pdf"]
    broken = multipart(part("text/plain", "Voir."), attached("envoi.zip", archive[:40], "application/zip"))
    assert list(taken(eml(tmp_path / "n.eml", broken, MIXED), archives=True)) == ["envoi.zip"]


HOSTILE_NAMES = [
    "../../evade.txt",
    "/etc/passwd.txt",
    "C:\\Windows\\x.txt",
    "..\\..\\evade.txt",
    "a\nb.txt",
    "con.txt",
    "a/" * 60 + "profond.txt",
    "n" * 400 + ".pdf",
    "é" * 300 + ".pdf",
    "A.txt",
    "a.txt",
    "fin. ",
    "espion\u202egpj.txt",
    'quo"te<>|?*.txt',
    "\U0001f600.txt",
    "-rf.txt",
    "$(touch x).txt",
]


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_hostile_names_lead_nowhere(tmp_path: Path, suffix: str) -> None:
    """Every file comes out, under a safe and readable name, and the folders around stay as they were."""
    folder = tmp_path / "dedans"
    folder.mkdir()
    files = {name: str(number).encode() for number, name in enumerate(HOSTILE_NAMES)}
    path = folder / f"a{suffix}"
    zipped(path, files) if suffix == ".zip" else tarred(path, list(files.items()))
    found = taken(path, archives=True)
    assert sorted(found.values()) == sorted(files.values())
    assert list(tmp_path.iterdir()) == [folder]
    assert {"evade.txt", "etc/passwd.txt", "Windows/x.txt", "A.txt", "a (2).txt"} <= set(found)
    for name in found:
        assert not any(part in {"", ".", ".."} for part in name.split("/"))
        assert max(len(part.encode()) for part in name.split("/")) <= 140


def test_links_and_devices_are_left_out(tmp_path: Path) -> None:
    """Nothing is followed, nothing is made; the files beside them come out."""
    entries = [
        ("lien", (tarfile.SYMTYPE, "/etc/passwd")),
        ("dur", (tarfile.LNKTYPE, "bon.txt")),
        ("tube", (tarfile.FIFOTYPE, "")),
        ("disque", (tarfile.BLKTYPE, "")),
        ("dossier", (tarfile.DIRTYPE, "")),
        ("bon.txt", b"Bon."),
    ]
    assert taken(tarred(tmp_path / "a.tar", entries), archives=True) == {"bon.txt": b"Bon."}
    link = zipfile.ZipInfo("lien.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bon.txt", "Bon.")
    assert taken(tmp_path / "a.zip", archives=True) == {"bon.txt": b"Bon."}


def test_names_in_undeclared_utf8_are_read(tmp_path: Path) -> None:
    """As macOS writes them; those of Windows stay as they are."""
    path = zipped(tmp_path / "a.zip", {"cafe.txt": b"1"})
    path.write_bytes(path.read_bytes().replace(b"cafe.txt", "é".encode() * 2 + b".txt"))
    assert list(taken(path, archives=True)) == ["éé.txt"]


def test_a_locked_archive_is_named(tmp_path: Path) -> None:
    """By the flag of its entries, whatever the cipher."""
    path = zipped(tmp_path / "a.zip", {"note.txt": b"Secret."}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(EncryptedFile):
        taken(path, archives=True)


def test_each_bound_is_held(tmp_path: Path) -> None:
    """And the sentence says which one."""
    zeros = zipped(tmp_path / "zeros.zip", {f"{n}.txt": bytes(2_000_000) for n in range(3)})
    assert "plus de 5\u00a0Mo une fois décompressé" in refused(zeros, Bounds(total=5))
    assert "un document de plus de 1\u00a0Mo" in refused(zeros, Bounds(member=1))
    assert "plus de 2\u00a0fichiers internes" in refused(zeros, Bounds(members=2))
    assert "plus de 20 fois plus gros" in refused(zeros, Bounds(ratio=20, ratio_from=1))
    assert len(taken(zeros, archives=True)) == 3


def test_archives_in_archives_stop_somewhere(tmp_path: Path) -> None:
    """A chain longer than the bound, as an archive that holds itself is."""
    data = b"fond"
    for number in range(6):
        name = f"{number}.zip" if number else "fond.txt"
        data = zipped(tmp_path / "x.zip", {name: data}).read_bytes()
    chain = tmp_path / "chaine.zip"
    chain.write_bytes(data)
    assert "plus de 4 niveaux" in refused(chain, Bounds(depth=4))
    assert list(taken(chain, archives=True)) == ["5.zip/4.zip/3.zip/2.zip/1.zip/fond.txt"]


@pytest.mark.parametrize("name", ["a.tar.gz", "entete.tar.gz"])
def test_tar_bombs_are_stopped_while_they_unfold(tmp_path: Path, name: str) -> None:
    """Zeros that take no place, in a file or in the header that names one."""
    plain = io.BytesIO()
    entry = tarfile.TarInfo("a.txt")
    entry.size = 200_000_000
    if name.startswith("entete"):
        entry.type = tarfile.XHDTYPE
    plain.write(entry.tobuf())
    path = tmp_path / name
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(plain.getvalue())
        for _ in range(100):
            stream.write(bytes(2_000_000))
    refused(path, Bounds(ratio_from=8))


def test_declared_sizes_are_not_believed(tmp_path: Path) -> None:
    """A file larger than it says is damaged, and nothing of it stays; one that is smaller comes out as it is."""
    path = zipped(tmp_path / "a.zip", {"a.txt": b"abcdefgh" * 1000})
    data = path.read_bytes()
    place = data.index(b"PK\x01\x02") + 24
    path.write_bytes(data[:place] + struct.pack("<I", 4_000_000_000) + data[place + 4 :])
    assert taken(path, archives=True) == {"a.txt": b"abcdefgh" * 1000}
    path.write_bytes(data[:place] + struct.pack("<I", 10) + data[place + 4 :])
    with pytest.raises(UnreadableFile):
        unpack(path, tmp_path / "sorti", WIDE, archives=True)
    assert not (tmp_path / "sorti").exists()


def test_an_interruption_leaves_nothing_usable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is there whole, or not; what a killed run left is replaced by the next."""
    path = zipped(tmp_path / "a.zip", {"1.txt": b"1", "2.txt": b"2"})
    into = tmp_path / "sorti"
    first = unpack(path, into, WIDE, archives=True)

    def cut(_self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", cut)
        with pytest.raises(KeyboardInterrupt):
            unpack(path, tmp_path / "autre", WIDE, archives=True)
    assert not (tmp_path / "autre").exists()
    left = tmp_path / ".sorti.partial" / "000001"
    left.mkdir(parents=True)
    (left / "reste.txt").write_bytes(b"x")
    assert unpack(path, into, WIDE, archives=True) == first
    assert sorted(p.name for p in into.rglob("*.txt")) == ["1.txt", "2.txt"]


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None, database=None)
def test_any_name_becomes_safe(raw: str) -> None:
    """Relative, without a step up, writable, and the same when made safe again."""
    safe = safe_path(raw)
    assert safe
    assert not safe.startswith("/")
    for name in safe.split("/"):
        assert name not in {"", ".", ".."}
        assert name == name.strip()
        assert not set(name) & set('\\:*?"<>|\0\n\r\t')
        assert len(name.encode()) <= 121
        assert safe_name(name) == name


@given(
    st.lists(
        st.sampled_from(["a.pdf", "A.pdf", "a (2).pdf", "é.pdf", "É.PDF", "b/a.pdf", "ﬁ.txt", "fi.txt"]), max_size=20
    )
)
@settings(max_examples=100, deadline=None, database=None)
def test_no_two_names_are_the_same_on_any_system(raw: list[str]) -> None:
    """Whatever the case of letters and their Unicode form; suffixes stay."""
    names = Names()
    given_names = [names.unique(name) for name in raw]
    assert len({name.casefold() for name in given_names}) == len(raw)
    assert [Path(name).suffix for name in given_names] == [Path(name).suffix for name in raw]


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar", "a.mbox", "a.eml"])
def test_damaged_containers_only_fail_by_name(tmp_path: Path, name: str) -> None:
    """Bits turned over or blocks lost: members, or a `SourceError`; nothing else comes out, nothing is left behind."""
    path = tmp_path / name
    files = {"a/b.txt": b"abc" * 200, "c.txt": b"d"}
    joined = b"Content-Type: " + MIXED.encode() + b"\n"
    letter = LETTER % (b"Deux", 2, joined, multipart(part("text/plain", "Texte."), attached("a.pdf")))
    makers: dict[str, Callable[[], object]] = {
        "a.zip": lambda: zipped(path, files),
        "a.tar": lambda: tarred(path, list(files.items())),
        "a.tar.gz": lambda: tarred(path, list(files.items()), "w:gz"),
        "a.mbox": lambda: mailbox(path, letter, letter),
        "a.eml": lambda: path.write_bytes(letter),
    }
    makers[name]()
    data = path.read_bytes()
    chance = random.Random(20250303)
    for _ in range(80):
        bent = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        if chance.random() < 0.3:
            del bent[chance.randrange(len(bent)) :]
        path.write_bytes(bytes(bent))
        try:
            unpack(path, tmp_path / "sorti", Bounds(total=64, member=32), archives=True)
        except SourceError:
            assert not (tmp_path / ".sorti.partial").exists()
