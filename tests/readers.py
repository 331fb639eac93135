"""A reader follows a board as a browser does: it opens the page, then asks `/live/` and applies what it is told, by
key.

What it then shows must be what a fresh page shows, whatever happened in between and whenever it asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.contrib.auth.models import User
from django.test import Client

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "use", "path", "circle", "rect", "line"})
COUNTED = frozenset({"data-over", "data-empty"})  # follows from the cards in the column: the page counts them itself


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def all(self) -> "Iterator[Element]":
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all()

    def having(self, attribute: str) -> "list[Element]":
        return [element for element in self.all() if attribute in element.attributes]

    @property
    def text(self) -> str:
        return " ".join(" ".join(c if isinstance(c, str) else c.text for c in self.children).split())


class Tree(HTMLParser):
    """The elements of a page or a fragment. Ours is well formed: whatever is opened is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]
        self.feed(html)
        self.close()
        assert len(self._open) == 1, f"never closed: {[element.tag for element in self._open[1:]]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


Looks = tuple[tuple[tuple[str, str], ...], tuple[str, ...]]


@dataclass(slots=True)
class Board:
    """What a reader has before him: the name, and how each column's head and each card looks."""

    name: str = ""
    columns: dict[str, Looks] = field(default_factory=dict)
    cards: dict[int, Looks] = field(default_factory=dict)

    @property
    def order(self) -> dict[str, list[int]]:
        """The cards of each column from the top, as placed by rank."""
        placed = sorted(
            (_value(looks, "data-rank"), pk, _value(looks, "data-column")) for pk, looks in self.cards.items()
        )
        return {slug: [pk for _, pk, column in placed if column == slug] for slug in self.columns}


class Reader:
    """One person with one page of the board open. `received` are all bodies since it was opened, or made anew."""

    def __init__(self, person: User, slug: str, *, client: Client | None = None) -> None:
        self.person = person
        self.slug = slug
        self.client = client or signed_in(person)
        self.cursor = ""
        self.stream = ""
        self.board: Board | None = None
        self.received: list[str] = []
        self.resets = 0

    @property
    def version(self) -> int:
        return int(self.cursor.partition(".")[0])

    def open(self) -> None:
        """Fetch the whole page; where there is none for this person, show nothing."""
        response = self.client.get(f"/boards/{self.slug}/")
        self.board = None
        if response.status_code == 404:
            self.cursor = ""
            return
        assert response.status_code == 200, response.status_code
        root = Tree(self._body(response.content)).root
        (page,) = [element for element in root.having("data-stream") if element.attributes.get("id") == "board"]
        self.stream, self.cursor = page.attributes["data-stream"], page.attributes["data-cursor"]
        self.board = Board()
        self._show(root)

    def poll(self) -> int:
        """Ask once for what is new and apply it; the answer's status."""
        if self.board is None:
            self.open()
            return 200 if self.board else 404
        response = self.client.get("/live/", {"s": f"{self.stream}@{self.cursor}"})
        assert response["Live-Fragment"] == "1", "an answer without the proof is never put into a page"
        assert response.status_code in (200, 204, 403), response.status_code
        if response.status_code == 403:
            self.board, self.cursor = None, ""
            self._body(response.content)
        elif response.status_code == 200:
            self._apply(Tree(self._body(response.content)).root)
        return int(response.status_code)

    def _apply(self, root: Element) -> None:
        (answer,) = [child for child in root.children if isinstance(child, Element)]
        assert answer.attributes["stream"] == self.stream
        if answer.tag == "live-reset":
            self.resets += 1
            self.open()
            return
        assert answer.tag == "live-delta"
        assert answer.attributes["from"] == self.cursor
        self.cursor = answer.attributes["to"]
        self._show(answer)

    def _show(self, root: Element) -> None:
        assert self.board is not None
        for element in root.having("data-board-name"):
            self.board.name = element.text
        for element in (e for e in root.all() if e.tag == "section" and "data-column" in e.attributes):
            self.board.columns[element.attributes["data-column"]] = _head_of(element)
        for element in root.having("data-matter-id"):
            self.board.cards[int(element.attributes["data-matter-id"])] = _looks_of(element)
        for element in root.having("data-removed-matter"):
            self.board.cards.pop(int(element.attributes["data-removed-matter"]), None)
        for element in root.having("data-removed-column"):
            self._drop_column(element.attributes["data-removed-column"])

    def _drop_column(self, slug: str) -> None:
        assert self.board is not None
        self.board.columns.pop(slug, None)
        for pk in [pk for pk, looks in self.board.cards.items() if _value(looks, "data-column") == slug]:
            del self.board.cards[pk]

    def _body(self, content: bytes) -> str:
        self.received.append(content.decode())
        return self.received[-1]


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def fresh(reader: Reader) -> Board | None:
    """What the same person sees who opens the board now."""
    other = Reader(reader.person, reader.slug, client=reader.client)
    other.open()
    return other.board


def _looks_of(element: Element) -> Looks:
    """Every attribute and every text within the element, in order."""
    inside = [value for part in element.all() for value in (part.tag, *map(str, sorted(part.attributes.items())))]
    own = {name: value for name, value in element.attributes.items() if name not in COUNTED}
    return tuple(sorted(own.items())), (*inside, element.text)


def _head_of(section: Element) -> Looks:
    """A column without its cards and the counts that follow from them."""
    own = {name: value for name, value in section.attributes.items() if name not in COUNTED}
    names = [element.text for element in section.all() if element.tag == "h2"]
    return tuple(sorted(own.items())), tuple(names)


def _value(looks: Looks, name: str) -> str:
    return dict(looks[0])[name]
