"""The library over HTTP: lists in parts, facets, a publication's page, passages, what is new, what may be kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import feedparser
import pytest
from places import SAMPLE
from starlette.testclient import TestClient

from assistant.api.app import create_app
from assistant.serving import Serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from httpx2 import Response
    from places import Place

API = "/api/v1"
PDF = "reperes-pratiques/cls-asv-clsm-qui-fait-quoi.pdf"
OLD, NEW = "notes-de-synthese/qpv-2015-offre-de-soins.docx", "notes-de-synthese/qpv-2024-population.pdf"
WORKBOOK = "enquetes/enquete-qpv-cls-2025-resultats.xlsx"
MARKDOWN = "fiches-experience/coeur-d-herault-sante-sexuelle-des-femmes.md"


@pytest.fixture(scope="module")
def client(served: Place) -> Iterator[TestClient]:
    """A client of the application over the sample."""
    app = create_app(served.settings, Serving(served.settings))
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


def docs(response: Response) -> list[str]:
    """Paths listed."""
    assert response.status_code == 200, response.text
    return [document["doc"] for document in response.json()["documents"]]


def links(response: Response) -> dict[str, str]:
    """The links around a part, by relation."""
    found = re.findall(r'<([^>]*)>; rel="(\w+)"', response.headers["link"])
    return {rel: address for address, rel in found}


@pytest.mark.parametrize(
    "address",
    [
        "/documents?limit=4",
        "/documents?limit=2&kinds=note-de-synthese&kinds=enquete&sort=title",
        f"/documents/{PDF}/passages?limit=6",
        "/search?q=santé&limit=20",
        "/news?limit=5&change=added",
        "/surveys?limit=1",
    ],
)
def test_following_next_reads_the_whole_list(address: str, client: TestClient) -> None:
    """Each element once, whatever else is asked; back by `prev`; the last part is that of `last`."""
    response = client.get(API + address)
    first, read, parts = response, [], 1
    field = next(name for name, value in response.json().items() if isinstance(value, list) and name != "facets")
    read += response.json()[field]
    while "next" in links(response):
        before, response = response, client.get(links(response)["next"])
        read += response.json()[field]
        parts += 1
        assert client.get(links(response)["prev"]).json() == before.json()
    assert len(read) == response.json()["total"] == first.json()["total"]
    assert len({str(each) for each in read}) == len(read)
    assert parts == -(-len(read) // response.json()["limit"])
    assert client.get(links(first)["last"]).json() == response.json()
    assert client.get(links(response)["first"]).json() == first.json()


def test_a_part_beyond_the_end_is_empty_and_leads_back(client: TestClient) -> None:
    """To the last part."""
    response = client.get(f"{API}/documents?offset=400&limit=4")
    assert response.json()["documents"] == []
    assert "next" not in links(response)
    assert links(response)["prev"] == links(response)["last"]
    assert len(client.get(links(response)["prev"]).json()["documents"]) == 2


def test_publications_are_filtered_sorted_and_counted(client: TestClient) -> None:
    """Filters as everywhere; facets when they are asked for."""
    assert docs(client.get(f"{API}/documents?kinds=note-de-synthese&year_from=2020&sort=recent")) == [
        "notes-de-synthese/debat-ars-equite-territoriale.html",
        NEW,
    ]
    assert client.get(f"{API}/documents").json()["facets"] == []
    told = client.get(f"{API}/documents?kinds=enquete&facets=true").json()
    kinds = next(facet for facet in told["facets"] if facet["field"] == "kind")
    assert kinds["label"] == "Type"
    assert sum(value["count"] for value in kinds["values"]) == len(SAMPLE)
    assert [value["label"] for value in kinds["values"] if value["selected"]] == ["Enquête"]


def test_publications_are_found_by_words(client: TestClient) -> None:
    """The best first; a slip is told; words that no publication has together too."""
    response = client.get(f"{API}/documents?q=santé sexuelle")
    assert docs(response)[0] == MARKDOWN
    assert response.json()["sort"] == "relevance"
    told = client.get(f"{API}/documents?q=coordiantion").json()
    assert "coordination" in told["notices"][0]
    assert told["documents"]
    assert client.get(f"{API}/documents?q=sexuelle zorglub").json()["complete"] is False


@pytest.mark.parametrize(
    "query",
    [
        "sort=hasard",
        "limit=0",
        "limit=201",
        "offset=-1",
        "themes=inconnu",
        "year_from=3",
        "inconnu=1",
        f"q={'a' * 501}",
    ],
)
def test_a_list_that_cannot_be_made_is_told(query: str, client: TestClient) -> None:
    """In the one shape of errors, that nobody keeps."""
    response = client.get(f"{API}/documents?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"


def test_a_publication_has_a_page(client: TestClient) -> None:
    """Its summary is made of its own sentences; its contents lead to its passages; its links lead somewhere."""
    told = client.get(f"{API}/documents/{PDF}").json()
    passages = client.get(f"{API}/documents/{PDF}/passages?limit=200").json()["passages"]
    assert told["passages"] == len(passages)
    assert told["summary_origin"] == "section"
    assert told["summary"] == " ".join(extract["text"] for extract in told["extracts"])
    for extract in told["extracts"]:
        passage = passages[extract["passage"]]
        assert extract["text"] in " ".join(passage["text"].split())
        assert extract["page"] == passage["page"]
    for line in told["contents"]:
        assert passages[line["passage"]]["headings"][line["level"] - 1] == line["text"]
        assert passages[line["passage"]]["page"] == line["page"]
    assert [line["page"] for line in told["contents"]] == sorted(line["page"] for line in told["contents"])
    assert {near["by"] for near in told["near"]} == {"vectors"}
    assert PDF not in {near["doc"] for near in told["near"]}
    assert client.get(told["url"]).status_code == 200


def test_a_publication_tells_what_replaces_it(client: TestClient) -> None:
    """Both ways, and neither is said to be near."""
    old, new = (client.get(f"{API}/documents/{doc}").json() for doc in (OLD, NEW))
    assert old["replaced_by"] == old["replaced_by_document"]["doc"] == NEW
    assert [other["doc"] for other in new["replaces"]] == [OLD]
    assert OLD not in {near["doc"] for near in new["near"]}


def test_a_publication_tells_which_surveys_it_holds(client: TestClient) -> None:
    """With their number of questions."""
    (survey,) = client.get(f"{API}/documents/{WORKBOOK}").json()["surveys"]
    assert survey["questions"] == 9


def test_a_page_is_read_with_its_neighbours(client: TestClient) -> None:
    """Its passages are those of the publication on that page; the links go from page to page."""
    response = client.get(f"{API}/documents/{PDF}/pages/3")
    told = response.json()
    assert told["text"].startswith(told["passages"][0]["text"])
    assert {passage["page"] for passage in told["passages"]} == {3}
    assert told["passages"] == client.get(f"{API}/documents/{PDF}/passages?page=3").json()["passages"]
    around = links(response)
    assert set(around) == {"first", "prev", "next", "last"}
    assert client.get(around["next"]).json()["page"] == 4
    assert set(links(client.get(around["last"]))) == {"first", "prev", "last"}


@pytest.mark.parametrize(
    "address",
    [
        "/documents/inconnue.pdf",
        "/documents/inconnue.pdf/passages",
        "/documents/inconnue.pdf/pages/1",
        f"/documents/{PDF}/pages/99",
        f"/documents/{PDF}/pages/0",
        f"/documents/{PDF}/pages/x",
        f"/documents/{MARKDOWN}/pages/1",
        f"/documents/{PDF}/passages?page=99",
        "/documents/catalogue.yaml",
        "/documents/..%2f..%2fetc%2fpasswd",
    ],
)
def test_what_is_not_there_is_a_404(address: str, client: TestClient) -> None:
    """A publication, a page; a text has no pages."""
    response = client.get(API + address)
    assert response.status_code == 404, response.text
    assert response.headers["content-type"] == "application/problem+json"


def test_paths_that_look_like_routes_are_still_publications(place: Place) -> None:
    """Folders called « pages », « file », « passages »: the longest reading that is a publication's."""
    names = ["pages/3.md", "file/note.md", "passages/pages/12.md", "notes/a.md/passages.md"]
    for name in names:
        place.write(name, f"# Une fiche\n\nLe fichier {name} parle d’une maison de santé ouverte cette année.\n")
    place.index()
    with TestClient(create_app(place.settings, Serving(place.settings))) as client:
        for name in names:
            assert client.get(f"{API}/documents/{name}").json()["doc"] == name
            assert client.get(f"{API}/documents/{name}/passages").json()["total"] == 1
            assert name in client.get(f"{API}/documents/{name}/file").text
        encoded = client.get(f"{API}/documents/{names[0].replace('/', '%2F')}")
        assert encoded.json()["doc"] == names[0]


def test_passages_found_are_marked_and_ranked_as_for_an_answer(client: TestClient) -> None:
    """The words are where the marks say; the first ones are those that the answer was made from."""
    question = "Combien de QPV compte la France en 2024 ?"
    told = client.get(f"{API}/search", params={"q": question, "limit": 20}).json()
    for passage in told["passages"]:
        for mark in passage["marks"]:
            assert passage["text"][mark["start"] : mark["end"]].strip()
    marked = {p["text"][m["start"] : m["end"]].lower() for p in told["passages"] for m in p["marks"]}
    assert {"qpv", "france"} <= {word for words in marked for word in words.split()}
    retrieved = client.post(f"{API}/ask", json={"question": question}).json()["retrieved"]
    assert [p["text"] for p in told["passages"]][: len(retrieved)] == [p["text"] for p in retrieved]


def test_the_former_name_of_limit_still_works(client: TestClient) -> None:
    """`count`, from before lists came in parts."""
    assert len(client.get(f"{API}/search?q=santé&count=3").json()["passages"]) == 3


def test_vocabularies_tell_what_filters_take(client: TestClient) -> None:
    """Each value, given to its filter, leaves as many publications as it says."""
    for name, field in (
        ("themes", "themes"),
        ("kinds", "kinds"),
        ("publishers", "publisher"),
        ("territories", "territory"),
    ):
        told = client.get(f"{API}/{name}").json()
        assert told["total"] == len(told["terms"]) > 0
        for term in told["terms"]:
            found = client.get(f"{API}/documents", params={field: term["value"]}).json()
            assert found["total"] == term["documents"], term


def test_news_tell_what_came_in(client: TestClient, served: Place) -> None:
    """All of the first generation, when it was built; nothing since a later day."""
    told = client.get(f"{API}/news").json()
    assert told["total"] == len(SAMPLE)
    assert {item["change_label"] for item in told["news"]} == {"Nouvelle publication"}
    assert client.get(f"{API}/news?since=2999-01-01").json()["total"] == 0
    assert client.get(f"{API}/news?change=changed").json()["total"] == 0
    assert client.get(f"{API}/news?since=hier").status_code == 422


def test_the_feed_can_be_subscribed_to(client: TestClient) -> None:
    """Valid, absolute, each of its links to the page of a publication; its own gives it again."""
    response = client.get(f"{API}/news.rss?themes=politique-de-la-ville")
    assert response.headers["content-type"] == "application/rss+xml; charset=utf-8"
    read = feedparser.parse(response.content)
    assert not read.bozo
    assert read.entries
    assert len({entry.id for entry in read.entries}) == len(read.entries)
    for entry in read.entries:
        doc = entry.link.removeprefix("http://testserver/ressources/publications/")
        assert client.get(f"{API}/documents/{doc}").json()["title"] == entry.title
    own = next(link.href for link in read.feed.links if link.rel == "self")
    assert client.get(own).content == response.content


def test_links_are_those_of_the_public_address(served: Place) -> None:
    """Where one is set: what a proxy hides is not known otherwise."""
    settings = served.settings.model_copy(update={"public_url": "https://reperes.exemple.fr/outils/"})
    with TestClient(create_app(settings, Serving(settings))) as client:
        response = client.get(f"{API}/documents?limit=2")
        assert links(response)["next"] == f"https://reperes.exemple.fr/outils{API}/documents?offset=2&limit=2"
        read = feedparser.parse(client.get(f"{API}/news.rss").content)
        pages = "https://reperes.exemple.fr/outils/ressources"
        assert read.feed.link == pages
        assert all(entry.link.startswith(f"{pages}/publications/") for entry in read.entries)


@pytest.mark.parametrize(
    "address",
    [
        "/documents",
        "/documents?limit=2&facets=true",
        f"/documents/{PDF}",
        f"/documents/{PDF}/passages",
        f"/documents/{PDF}/pages/1",
        f"/documents/{PDF}/file",
        "/search?q=santé",
        "/themes",
        "/news",
        "/news.rss",
        "/surveys",
        f"/surveys/{WORKBOOK}/questions",
    ],
)
def test_what_depends_on_the_index_only_is_asked_for_again_at_no_cost(address: str, client: TestClient) -> None:
    """A tag, an empty 304 as long as it holds, whole again with another tag."""
    response = client.get(API + address)
    tag = response.headers["etag"]
    assert response.headers["cache-control"] == "private, no-cache"
    assert tag.startswith("W/") is not address.endswith("/file")
    for known in (tag, f'"autre", {tag}', tag.removeprefix("W/")):
        again = client.get(API + address, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(API + address, headers={"If-None-Match": '"autre"'}).content == response.content


def test_tags_are_of_what_was_asked(client: TestClient) -> None:
    """Another part, another tag; what is not there has none."""
    tags = {client.get(f"{API}/documents?offset={n}").headers["etag"] for n in range(3)}
    assert len(tags) == 3
    assert "etag" not in client.get(f"{API}/documents/inconnue.pdf").headers


def test_a_new_generation_changes_every_tag_but_those_of_files(place: Place) -> None:
    """A file is named by its content."""
    with TestClient(create_app(place.settings, Serving(place.settings))) as client:
        known = {
            address: client.get(API + address).headers["etag"] for address in ("/documents", f"/documents/{PDF}/file")
        }
        place.write("nouveau.md", "# Une fiche\n\nUne maison de santé a ouvert dans le village de Zorglub.\n")
        place.index()
        listed, file = (client.get(API + a, headers={"If-None-Match": tag}) for a, tag in known.items())
        assert (listed.status_code, file.status_code) == (200, 304)
        assert client.get(f"{API}/news").json()["news"][0]["document"]["doc"] == "nouveau.md"


def test_what_is_personal_or_of_the_moment_is_never_kept(client: TestClient) -> None:
    """Questions, the state of the service, solicitations, refusals."""
    for response in (
        client.post(f"{API}/ask", json={"question": "Qu’est-ce qu’un CLS ?"}),
        client.get("/healthz"),
        client.get("/readyz"),
        client.get(f"{API}/solicitations"),
    ):
        assert response.headers["cache-control"] == "no-store"
        assert "etag" not in response.headers
