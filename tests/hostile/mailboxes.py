"""Outlook's messages and mailboxes that are not what they should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hostile.cases import SENTENCE, Case, bounded, case, gathered, told
from hostile.compound import compound, message
from hostile.mails import mail

if TYPE_CHECKING:
    from collections.abc import Iterator


def _outlook() -> Iterator[Case]:
    whole = message("Un sujet", SENTENCE)
    yield case("msg/plain.msg", "nothing wrong", told(), lambda _: whole)
    yield case(
        "msg/empty.msg", "a message of nothing", told(), lambda _: compound({"__properties_version1.0": bytes(32)})
    )
    yield case(
        "msg/no-properties.msg",
        "a message without its properties",
        told(),
        lambda _: compound({"__substg1.0_1000001F": SENTENCE.encode("utf-16-le")}),
    )
    yield case(
        "msg/properties-odd.msg",
        "properties that lie about their lengths",
        told(),
        lambda _: compound({"__properties_version1.0": b"\xff" * 333, "__substg1.0_0037001F": b"a"}),
    )
    yield case(
        "msg/sectors-loop.msg",
        "sectors that follow themselves",
        told(),
        lambda _: whole[:512] + b"\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0" + whole[532:],
    )
    yield case(
        "msg/directory-loop.msg",
        "a folder that holds itself",
        told(),
        lambda _: whole[: 1024 + 76] + b"\0\0\0\0" + whole[1024 + 80 :],
    )
    yield case(
        "msg/sizes-lie.msg",
        "streams that say they have 2^62 bytes",
        told(),
        lambda _: whole[: 1024 + 120] + b"\xff" * 7 + b"\x3f" + whole[1024 + 128 :],
    )
    yield case(
        "msg/sectors-huge.msg", "sectors of 2^60000 bytes", told(), lambda _: whole[:30] + b"\xff\xff" + whole[32:]
    )
    yield case(
        "msg/halves.msg",
        "words of half characters",
        told(),
        lambda _: message(
            "\ud800 sujet".encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"), SENTENCE
        ).replace("Un".encode("utf-16-le"), b"\0\xd8n\0"),
    )


def _boxes() -> Iterator[Case]:
    one = b"From a@exemple.fr Mon Mar  3 10:00:00 2025\n" + mail() + b"\n"
    for name, what, content in (
        ("plain", "nothing wrong", one * 2), ("garbage", "bytes drawn at random", bytes(range(256)) * 40), ("separators", "20,000 beginnings of messages", b"From \n" * 20_000), ("no-beginning", "a mailbox without a beginning", mail()),
        ("twins", "60 times the same message", one * 60), ("quoted", "« From » inside messages", one + b">From a\nFrom the start\n"), ("cut", "a mailbox cut in the middle", (one * 3)[:-150]), ("line-ends", "three kinds of line ends", one.replace(b"\n", b"\r\n") + one + one.replace(b"\n", b"\r")),
    ):  # fmt: skip
        yield case(f"mbox/{name}.mbox", what, bounded(), lambda _, c=content: c)


CASES = gathered(_outlook, _boxes)
