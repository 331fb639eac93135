"""The pages' forms. They show fields and read what was sent; the commands are what judges and writes it.

Nothing here calls `save`: `values()` is what was asked for, as plain values (kanban.fields).
"""

from kanban.forms.command import CommandForm
from kanban.forms.feeds import FeedForm
from kanban.forms.history import HistoryForm
from kanban.forms.matters import MatterForm, PartyForm, plain_value
from kanban.forms.move import MoveForm
from kanban.forms.settings import BoardForm, ColumnForm, LabelForm, MemberForm, RemoveColumnForm
from kanban.forms.tokens import TokenForm
from kanban.forms.uploads import MappingForm, UploadForm
from kanban.forms.webhooks import WebhookForm

__all__ = [
    "BoardForm",
    "ColumnForm",
    "CommandForm",
    "FeedForm",
    "HistoryForm",
    "LabelForm",
    "MappingForm",
    "MatterForm",
    "MemberForm",
    "MoveForm",
    "PartyForm",
    "RemoveColumnForm",
    "TokenForm",
    "UploadForm",
    "WebhookForm",
    "plain_value",
]
