"""What territory a message is about: its text, then its subject, its signature, the address that it came from.

`indexer.territories` finds the places; here one is chosen among them. A commune is preferred to the département that
tells which one it is; the place of an event or of whoever asks, to an example or to the town where somebody studies;
two places of one list stay two. What has no official code (an old region, a natural area, a country) has a label only.
Nothing is guessed: an unclear message has an empty place.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from assistant.triage import areas, hosts
from assistant.triage.apart import Apart, apart, by_number, items, shortened
from assistant.triage.model import Part, Place, Seen
from assistant.triage.namesakes import told_apart
from assistant.triage.placing import (
    FAINT,
    NATIONAL,
    NONE,
    PLAIN,
    REPEATED,
    THIRD,
    WEAK,
    WHOLE,
    is_listed,
    names_around,
    weight,
)
from indexer.french import without_accents
from indexer.territories import Level, territories
from indexer.territories.names import level_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.triage.model import Message
    from indexer.territories import Territory

LONGEST: Final = 20_000
"""Characters of a part in which places are looked for."""
AROUND: Final = 40
"""Characters shown on either side of a place."""
TWO: Final = 2
_JOINED: Final = re.compile(r"\s(?:et|ou)\s(?:à|au|aux|en|de|du|des|d['’])?\s?(?:la |le |les |l['’])?$")
_OF: Final = re.compile(
    r"\b(?:centre social|centre de santé|maison|foyer|résidence|espace|quartier|école|collège)"
    r"(?: \w+){0,3} (?:de |du |d['’])$"
)
"""Before what a house is called, which may be another town's name."""
_ADDRESS: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")


@dataclass(frozen=True, slots=True)
class _Named:
    """An official place that a part of a message names."""

    territory: Territory
    label: str
    start: int
    end: int
    seen: Seen
    weight: float
    others: tuple[str, ...] = ()


def read(message: Message) -> Place:
    """The territory that a message is about; an empty place when it tells none, or several regions."""
    about = f"{message.words()}\n{message.signature}\n{message.sender.name}"
    context = f"{about[:LONGEST]}\n{hosts.hint(message.sender.address)}"
    signed = _signed(message, context)
    topics = _topics(message, context)
    aside: Place | None = None
    for part, text in _told(message):
        named = _named(text, part, context, topics)
        if _is_empty_list(named, text):
            return Place()
        area = _area(text, part)
        abroad = area is not None and area.level == "pays" and all(place.weight <= WEAK for place in named)
        chosen = _chosen(named, text)
        if area and (abroad or chosen is None or _is_topic(area, topics)):
            chosen = area
        if chosen is None:
            continue
        if chosen is not area and all(place.weight <= THIRD for place in named):
            aside = aside or (chosen if chosen.code else None)
        else:
            return _with_conflict(_town_within(chosen, message, context) or chosen, signed)
    if aside:
        return signed or _held(_hosted(message), aside) or aside
    if NATIONAL.search(without_accents(about)):
        return Place()
    return signed or _adjective(message) or _hosted(message)


def _told(message: Message) -> Iterator[tuple[Part, str]]:
    for part, text in (
        (Part.REQUEST, message.request),
        (Part.SUBJECT, message.subject),
        (Part.COMMENT, message.comment),
    ):
        yield part, text[:LONGEST]


def _topics(message: Message, context: str) -> frozenset[str]:
    """What the subject names, that the message is about wherever it says that one meets: codes, labels of areas."""
    subject = message.subject[:LONGEST]
    codes = {n.territory.code for n in _named(subject, Part.SUBJECT, context) if n.weight >= PLAIN}
    return frozenset(codes | {area.label for area in areas.areas(subject)})


def _is_topic(area: Place, topics: frozenset[str]) -> bool:
    """Whether a natural area, of which the text speaks too, is what the subject names."""
    return area.level != "pays" and area.label in topics


def _signed(message: Message, context: str) -> Place | None:
    last_line = message.request.rstrip().rpartition("\n")[2]
    for text in (message.signature, message.sender.name, last_line):
        named = _named(text[:LONGEST], Part.SIGNATURE, context) if text is not last_line else []
        chosen = _chosen(named, text) or _area(text, Part.SIGNATURE)
        if chosen:
            return chosen
    return None


def _named(text: str, part: Part, context: str, topics: frozenset[str] = frozenset()) -> list[_Named]:
    """The places of a text that it may be about, in its order; the country is none."""
    found = []
    for mention in territories().find(text):
        if mention.territory.level is Level.COUNTRY:
            continue
        seen = Seen(_shown(text, mention.start, mention.end), part)
        weighed = weight(text, mention.start, mention.end, mention.territory.name)
        territory, others = told_apart(mention, text, context)
        label = areas.OLD_REGIONS.get(level_name(mention.text), territory.name)
        found.append(_Named(territory, label, mention.start, mention.end, seen, weighed, others))
    found = _with_those_apart(found, text, part, context)
    found = _with_lists_alike(found, text)
    kept = [named for named in found if named.weight > NONE and not _is_a_house(named, found, text)]
    return [replace(n, weight=WHOLE) if n.weight >= PLAIN and n.territory.code in topics else n for n in kept]


def _with_lists_alike(found: Sequence[_Named], text: str) -> list[_Named]:
    """With what goes for a place said of those joined to it: « notamment à Pau et à Dax » is two examples."""
    alike: list[_Named] = []
    for place in found:
        joined = alike and alike[-1].weight == NONE and _JOINED.match(text[alike[-1].end : place.start])
        alike.append(replace(place, weight=NONE) if joined else place)
    return alike


def _is_a_house(named: _Named, found: Sequence[_Named], text: str) -> bool:
    """A house or a quarter that bears another town's name.

    « l'espace de vie sociale L'Escale (Port-de-Bouc) », « au centre social de Surville, à Montereau ».
    """
    if named.territory.level is not Level.COMMUNE:
        return False
    opened = {"(", ", à", ", au"} if _OF.search(text[max(0, named.start - AROUND) : named.start]) else {"("}
    inside = [
        place for place in found if place.start > named.end and text[named.end : place.start].strip(" ") in opened
    ]
    return any(
        place.territory.code not in named.territory.parents and named.territory.code not in place.territory.parents
        for place in inside
        if place.territory.level in {Level.COMMUNE, Level.DEPARTEMENT}
    )


def _with_those_apart(found: Sequence[_Named], text: str, part: Part, context: str) -> list[_Named]:
    """With the places that stand apart, in the text's order; numbers and short names only where there is no other."""
    others = [place for place in apart(text, context) if not _overlaps(place, found)]
    communes = [place for place in found if place.territory.level is Level.COMMUNE]
    if not (communes or others):
        others += [place for place in (*shortened(text), *items(text, context)) if not _overlaps(place, found)]
    if not (found or others):
        others += by_number(text)
    more = [
        _Named(
            place.territory,
            place.label,
            place.start,
            place.end,
            Seen(_shown(text, place.start, place.end), part),
            weight(text, place.start, place.end, place.territory.name),
        )
        for place in others
    ]
    return sorted([*found, *more], key=lambda named: named.start)


def _overlaps(place: Apart, found: Sequence[_Named]) -> bool:
    return any(place.start < named.end and named.start < place.end for named in found)


def _shown(text: str, start: int, end: int) -> str:
    """The whole words around a place, of its line."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = text[left:start].rpartition("\n")[2], text[end:right].partition("\n")[0]
    if left and len(before) == start - left and not text[left - 1].isspace():
        before = before.partition(" ")[2]
    if right < len(text) and len(after) == right - end and not text[right].isspace():
        after = after.rpartition(" ")[0]
    return f"{before}{text[start:end]}{after}".strip()


def _is_empty_list(named: Sequence[_Named], text: str) -> bool:
    """« en Bretagne et en Normandie »: several regions are none in particular."""
    regions = {place.territory.code for place in named if place.territory.level is Level.REGION}
    lists = any(is_listed(text[a.end : b.start]) for a, b in pairwise(named))
    return len(regions) > 1 and lists and len({place.territory.code for place in named}) == len(regions)


def _chosen(named: Sequence[_Named], text: str) -> Place | None:
    """The one that a text is about."""
    if not named:
        return None
    scores = _scores(named)
    kept = _without_holders(named, scores)
    best = max(kept, key=lambda place: (scores[place.territory.code], -place.start))
    listed = _list_around(best, kept, text)
    if len(listed) > TWO:
        return _area(text, best.seen.part) or _holder(listed, named)
    if len(listed) == TWO:
        held = _named_holder(listed, named)
        return held or (_place(best) if _stands_out(best, listed, named) else _pair(listed))
    return _place(best)


def _scores(named: Sequence[_Named]) -> dict[str, float]:
    """The best weight of each place, and a little for each other time that it is named."""
    scores: dict[str, float] = {}
    for place in named:
        code = place.territory.code
        scores[code] = (
            max(scores[code], place.weight) + REPEATED * (place.weight > FAINT) if code in scores else place.weight
        )
    return scores


def _without_holders(named: Sequence[_Named], scores: dict[str, float]) -> list[_Named]:
    """Places without those that hold another one: « Creil (Oise) » is Creil, save where somebody studies there."""
    inner = [place for place in named if scores[place.territory.code] > WEAK + REPEATED]
    held = {code for place in inner for code in place.territory.parents}
    return [place for place in named if place.territory.code not in held or place.weight >= WHOLE] or list(named)


def _list_around(best: _Named, kept: Sequence[_Named], text: str) -> list[_Named]:
    """The places of one list with the best one, itself included; each once."""
    same = [place for place in kept if place.territory.level is best.territory.level]
    groups: list[list[_Named]] = [[]]
    for place in same:
        if groups[-1] and not is_listed(text[groups[-1][-1].end : place.start]):
            groups.append([])
        groups[-1].append(place)
    mine = next(group for group in groups if any(place is best for place in group))
    return list({place.territory.code: place for place in mine}.values())


def _stands_out(best: _Named, listed: Sequence[_Named], named: Sequence[_Named]) -> bool:
    """« Six élèves de Nancy et de Metz (…) à Nancy »: of two places, the one that is named again."""
    times = Counter(place.territory.code for place in named if place.weight > FAINT)
    return all(times[best.territory.code] > times[place.territory.code] for place in listed if place is not best)


def _holder(listed: Sequence[_Named], named: Sequence[_Named]) -> Place | None:
    """Of three places or more: what holds them all, named or not; nothing when only the country does."""
    held = _named_holder(listed, named)
    if held:
        return held
    shared = [code for code in listed[0].territory.parents if all(code in p.territory.parents for p in listed)]
    larger = [code for code in shared if code.startswith(("DEP", "REG"))]
    if not larger:
        return None
    territory = territories().by_code(larger[0])
    return _place(replace(listed[0], territory=territory, label=territory.name, others=()))


def _named_holder(listed: Sequence[_Named], named: Sequence[_Named]) -> Place | None:
    for place in named:
        if all(place.territory.code in other.territory.parents for other in listed):
            return _place(place)
    return None


def _pair(listed: Sequence[_Named]) -> Place:
    first, second = listed
    if first.territory.level is Level.REGION:
        return Place()
    codes = (first.territory.code, second.territory.code)
    return Place(f"{first.label} et {second.label}", "", "autre", (), first.seen, codes)


def _place(named: _Named) -> Place:
    territory = named.territory
    above = tuple(t.name for t in territories().ancestors(territory) if t.level is not Level.COUNTRY)
    if named.label != territory.name:
        above = (territory.name, *above)
    return Place(named.label, territory.code, territory.level.value, above, named.seen, named.others)


def _area(text: str, part: Part) -> Place | None:
    """An area without a code that a text names; a country only when it names no other."""
    projects = [area for area in areas.projects(text) if not territories().find(text[area.start : area.end])]
    natural = [a for a in areas.areas(text) if not any(p.start <= a.start and a.end <= p.end for p in projects)]
    found = [a for a in (*natural, *projects) if weight(text, a.start, a.end, a.label) > NONE]
    countries = list(dict.fromkeys(area.label for area in found if area.level == "pays"))
    if len(countries) > 1:
        return None
    wanted = [area for area in found if area.level == ("pays" if countries else "autre")]
    if not wanted:
        return None
    first = wanted[0]
    seen = Seen(_shown(text, first.start, first.end), part)
    second = next((a for a in wanted if a.label != first.label and is_listed(text[first.end : a.start])), None)
    label = f"{first.label} et {second.label}" if second else first.label
    return Place(label, "", first.level, (), seen)


def _adjective(message: Message) -> Place | None:
    """« nos coordinations alsaciennes », « asso rouennaise »."""
    for part, text in (*_told(message), (Part.SIGNATURE, message.signature[:LONGEST])):
        for name, start, end in areas.adjectives(text):
            territory = territories().resolve(name).certain
            if territory and weight(text, start, end, name) > THIRD and not names_around(text, start):
                seen = Seen(_shown(text, start, end), part)
                return _place(_Named(territory, name, start, end, seen, WEAK))
    return None


def _town_within(chosen: Place, message: Message, context: str) -> Place | None:
    """What is told elsewhere within the large place of the request.

    « les quartiers rouennais (…) quelqu'un de Normandie »: by an adjective; « notre séminaire de Saint-Joseph »: by
    the subject.
    """
    if not chosen.code or chosen.level not in {Level.REGION.value, Level.DEPARTEMENT.value}:
        return None
    subject = message.subject[:LONGEST]
    topics = [n for n in _named(subject, Part.SUBJECT, context) if n.weight >= PLAIN]
    told = _chosen([n for n in topics if n.territory.level is Level.COMMUNE], subject)
    if told is None and chosen.level == Level.REGION.value:
        told = _adjective(message)
    return _held(told, chosen)


def _held(place: Place | None, larger: Place) -> Place | None:
    """A place where it is within the larger one."""
    return place if place and place.code and larger.code in territories().by_code(place.code).parents else None


def _hosted(message: Message) -> Place:
    """What the sender's address tells, then those that the request gives to write to."""
    for address in (message.sender.address, *_ADDRESS.findall(message.request[:LONGEST])[:TWO]):
        place = _host_place(address)
        if place.label:
            return place
    return Place()


def _host_place(address: str) -> Place:
    seen = Seen(address.rpartition("@")[2], Part.ADDRESS)
    territory = hosts.territory_of(address)
    if territory:
        return _place(_Named(territory, territory.name, 0, 0, seen, WEAK))
    area = hosts.area_of(address)
    return Place(area[0], "", area[1], (), seen) if area else Place()


def _with_conflict(chosen: Place, signed: Place | None) -> Place:
    """The place with the one that the signature names, when neither is in the other nor near it."""
    if signed is None or not (chosen.code and signed.code) or _near(chosen.code, signed.code):
        return chosen
    return replace(chosen, conflict=signed.label)


def _near(one: str, other: str) -> bool:
    """Whether two places share a département, or a region that one of them is."""
    mine, theirs = ({code, *territories().by_code(code).parents} for code in (one, other))
    if one in theirs or other in mine:
        return True
    return any(code.startswith("DEP") for code in mine & theirs)
