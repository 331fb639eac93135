"""A board's JSON export from Trello, as far as it has a place here or can be told in words.

The export is the board's object of Trello's REST API with its parts nested: lists, cards, labels, members, checklists,
and of the actions the last 1,000 (https://developer.atlassian.com/cloud/trello/guides/rest-api/object-definitions/).
"""

from dataclasses import dataclass, field
from pathlib import Path

from kanban.importers.json_file import Node, read_json

LARGEST = 64 * 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Place:
    """A list."""

    id: str
    name: str
    closed: bool
    limit: int | None


@dataclass(frozen=True, slots=True)
class Tag:
    """A label; `name` is often empty."""

    id: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    username: str
    name: str
    observes: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a checklist."""

    name: str
    done: bool
    due: str


@dataclass(frozen=True, slots=True)
class Comment:
    at: str
    by: str
    text: str


@dataclass(slots=True)
class Card:
    """`due` and `start` are ISO moments or "". `comments_told` is how many Trello says there are."""

    number: int
    name: str
    text: str
    place: str
    closed: bool
    due: str
    start: str
    due_is_met: bool
    address: str
    tags: list[str]
    people: list[str]
    files: list[tuple[str, str]]
    comments_told: int
    checklists: list[tuple[str, list[Item]]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TrelloBoard:
    """Lists and cards are in the order of the board."""

    name: str
    text: str
    closed: bool
    places: list[Place]
    cards: list[Card]
    tags: list[Tag]
    people: list[Person]
    others: dict[str, int]


def read_trello(path: Path) -> TrelloBoard:
    """Raises BadFile, OSError."""
    export = read_json(path, largest=LARGEST)
    if "lists" not in export or "cards" not in export:
        export.refuse("lists and cards", "are missing: this is not a board's export from Trello")
    places = [_place(node) for node in _in_order(export.nodes("lists"))]
    return TrelloBoard(
        export.text("name"),
        export.text("desc"),
        export.flag("closed"),
        places,
        _cards(export, [place.id for place in places]),
        [Tag(node.text("id"), node.text("name"), node.text("color")) for node in export.nodes("labels")],
        _people(export),
        _others(export),
    )


def _cards(export: Node, places: list[str]) -> list[Card]:
    nodes = _in_order(export.nodes("cards"))
    cards = {node.text("id"): _card(node, places) for node in nodes}
    for checklist in _in_order(export.nodes("checklists")):
        if found := cards.get(checklist.text("idCard")):
            items = [_item(item) for item in _in_order(checklist.nodes("checkItems"))]
            found.checklists.append((checklist.text("name"), items))
    for action in sorted(export.nodes("actions"), key=lambda node: node.text("date")):
        data = action.node("data")
        if action.text("type") == "commentCard" and (found := cards.get(data.node("card").text("id"))):
            by = action.node("memberCreator")
            said = Comment(action.text("date"), by.text("fullName") or by.text("username"), data.text("text"))
            found.comments.append(said)
    return sorted(cards.values(), key=lambda card: places.index(card.place))


def _card(node: Node, places: list[str]) -> Card:
    if node.text("idList") not in places:
        node.refuse("idList", "names no list of the file")
    return Card(
        number=node.whole("idShort"),
        name=node.text("name"),
        text=node.text("desc"),
        place=node.text("idList"),
        closed=node.flag("closed"),
        due=node.text("due"),
        start=node.text("start"),
        due_is_met=node.flag("dueComplete"),
        address=node.text("shortUrl"),
        tags=node.texts("idLabels"),
        people=node.texts("idMembers"),
        files=[(each.text("name"), each.text("url")) for each in node.nodes("attachments")],
        comments_told=node.node("badges").whole("comments"),
    )


def _place(node: Node) -> Place:
    limit = node.whole("softLimit") if "softLimit" in node else None
    return Place(node.text("id"), node.text("name"), node.flag("closed"), limit)


def _item(node: Node) -> Item:
    return Item(node.text("name"), node.text("state") == "complete", node.text("due"))


def _people(export: Node) -> list[Person]:
    observers = {each.text("idMember") for each in export.nodes("memberships") if each.text("memberType") == "observer"}
    return [
        Person(node.text("id"), node.text("username"), node.text("fullName"), node.text("id") in observers)
        for node in export.nodes("members")
    ]


def _others(export: Node) -> dict[str, int]:
    """What has no place here, counted."""
    cards = export.nodes("cards")
    return {
        "entries of the activity": sum(node.text("type") != "commentCard" for node in export.nodes("actions")),
        "values of custom fields": sum(len(node.nodes("customFieldItems")) for node in cards),
        "stickers": sum(len(node.nodes("stickers")) for node in cards),
        "votes": sum(len(node.texts("idMembersVoted")) for node in cards),
        "power-ups' data": sum(len(node.nodes("pluginData")) for node in (export, *cards)),
    }


def _in_order(nodes: list[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: node.number("pos"))
