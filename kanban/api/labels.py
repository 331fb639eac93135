"""The labels of a board."""

from rest_framework.request import Request
from rest_framework.response import Response

from kanban.access import Grant
from kanban.api.base import ApiView, ok
from kanban.api.bodies import WriteBody
from kanban.api.described import described
from kanban.api.intents import intent_of
from kanban.api.outputs import Done, Labels, LabelWritten
from kanban.api.setting_inputs import LabelChange, LabelNew
from kanban.api.shapes import label_shape
from kanban.api.written import done, key_of_added
from kanban.commands import Outcome, labels


class LabelsView(ApiView):
    @described("list_labels", "List labels", Labels, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """The board's labels, by name."""
        return ok({"labels": [label_shape(label) for label in self.board(slug).board.labels.all()]})

    @described("add_label", "Add a label", LabelWritten, body=LabelNew, status=201)
    def post(self, request: Request, slug: str) -> Response:
        """For managers."""
        grant, sent = self.managed(slug, LabelNew)
        outcome = labels.add(intent_of(request, grant), sent)
        return _answered(grant, outcome, int(key_of_added(grant, outcome) or 0), status=201)


class LabelView(ApiView):
    @described("change_label", "Change a label", LabelWritten, body=LabelChange)
    def patch(self, request: Request, slug: str, label: int) -> Response:
        """For managers. The matters that bear it show it at once."""
        grant, sent = self.managed(slug, LabelChange)
        base = sent.pop("base", None)
        return _answered(grant, labels.change(intent_of(request, grant), label, sent, base=base), label)

    @described("remove_label", "Remove a label", Done, writes=True)
    def delete(self, request: Request, slug: str, label: int) -> Response:
        """For managers: off every matter that bears it, and off the board."""
        grant, _ = self.managed(slug, WriteBody)
        return done(labels.remove(intent_of(request, grant), label))


def _answered(grant: Grant, outcome: Outcome, pk: int, *, status: int = 200) -> Response:
    label = grant.board.labels.filter(pk=pk).first()
    return done(outcome, status=status, label=label_shape(label) if label else None)
