"""The parties of a matter. Each write is a change of the matter."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from kanban.access import Grant
from kanban.api.base import ApiView, ok
from kanban.api.bodies import WriteBody, read
from kanban.api.described import described
from kanban.api.intents import intent_of
from kanban.api.outputs import Parties, PartiesWritten
from kanban.api.setting_inputs import PartyChange, PartyNew
from kanban.api.shapes import party_shape
from kanban.api.written import done
from kanban.commands import Outcome, parties
from kanban.models import Party, Role


class PartiesView(ApiView):
    @described("list_parties", "List parties", Parties, conditional=True, gone=True)
    def get(self, request: Request, pk: int) -> Response:
        """The people and organisations of a matter. Who reads those of a restricted one is kept."""
        _, found = self.opened(pk)
        return ok({"parties": [party_shape(party) for party in found.parties.all()]})

    @described("add_party", "Add a party", PartiesWritten, body=PartyNew, status=201, gone=True, only_at=True)
    def post(self, request: Request, pk: int) -> Response:
        """A person, unless it is said to be an organisation."""
        grant, sent = _sent(self, pk, PartyNew)
        return _answered(pk, parties.add(intent_of(request, grant), pk, sent), status=201)


class PartyView(ApiView):
    @described("change_party", "Change a party", PartiesWritten, body=PartyChange, gone=True, only_at=True)
    def patch(self, request: Request, pk: int, party: int) -> Response:
        """Changes the fields that are sent."""
        grant, sent = _sent(self, pk, PartyChange)
        base = sent.pop("base", None)
        return _answered(pk, parties.change(intent_of(request, grant), pk, party, sent, base=base))

    @described("remove_party", "Remove a party", PartiesWritten, writes=True, gone=True, only_at=True)
    def delete(self, request: Request, pk: int, party: int) -> Response:
        """The log keeps that it was there."""
        grant, _ = _sent(self, pk, WriteBody)
        return _answered(pk, parties.remove(intent_of(request, grant), pk, party))


def _sent(view: ApiView, pk: int, body: type[WriteBody]) -> tuple[Grant, dict[str, Any]]:
    grant, _ = view.matter(pk, needs=Role.EDITOR)
    return grant, read(body, view.request.data)


def _answered(pk: int, outcome: Outcome, *, status: int = 200) -> Response:
    now = [party_shape(party) for party in Party.objects.filter(matter=pk)]
    return done(outcome, status=status, version=outcome.version, parties=now)
