"""What the form of a conflict sends: for each field a choice, and the values that were to choose from.

    choice.title=mine   mine.title=His   theirs.title=Hers   base.title=Doe v. Roe   merged.title=…

It is turned into the field itself, and then is an ordinary write. `all` (mine, theirs) decides every field at once.
"""

from django.http import QueryDict

from kanban.errors import Invalid

CHOICE = "choice."
SHOWN = "mine-shown"
SIDES = ("mine", "theirs", "base", "merged")


def decided(sent: QueryDict) -> QueryDict:
    """`sent` with the chosen value under each field's own name; what is no decision is left as it is.

    Raises Invalid where nothing was chosen: a field that is not sent would be taken for one that was emptied.
    """
    fields = fields_in(sent)
    if not fields:
        return sent
    given = sent.copy()
    for name in fields:
        side = sent.get("all") or sent.get(f"{CHOICE}{name}", "")
        if side not in SIDES or f"{side}.{name}" not in sent:
            raise Invalid.field(name, "Choose what is to stand there.")
        given.setlist(name, sent.getlist(f"{side}.{name}"))
        for part in (*SIDES, "choice", SHOWN):
            given.pop(f"{part}.{name}", None)
    given.pop("all", None)
    return given


def fields_in(sent: QueryDict) -> list[str]:
    """The fields that were to be decided."""
    return [name.removeprefix("mine.") for name in sent if name.startswith("mine.")]
