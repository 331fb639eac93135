"""The people of a board."""

from rest_framework.request import Request
from rest_framework.response import Response

from kanban.api.base import ApiView, ok
from kanban.api.bodies import WriteBody
from kanban.api.described import described
from kanban.api.intents import intent_of
from kanban.api.outputs import Done, Members, MemberWritten
from kanban.api.setting_inputs import MemberPut
from kanban.api.shapes import member_shape
from kanban.api.written import done
from kanban.commands import members


class MembersView(ApiView):
    @described("list_members", "List members", Members, conditional=True)
    def get(self, request: Request, slug: str) -> Response:
        """Who is on the board, and in which role."""
        memberships = self.board(slug).board.memberships.select_related("user").order_by("user__username")
        return ok({"members": [member_shape(each) for each in memberships]})


class MemberView(ApiView):
    @described("put_member", "Let somebody on to a board", MemberWritten, body=MemberPut)
    def put(self, request: Request, slug: str, username: str) -> Response:
        """For managers: a member in that role, whether they were one already or not."""
        grant, sent = self.managed(slug, MemberPut)
        outcome = members.put(intent_of(request, grant), username, role=sent["role"])
        found = [each for each in grant.board.memberships.select_related("user") if each.user.username == username]
        return done(outcome, member=member_shape(found[0]) if found else None)

    @described("remove_member", "Take somebody off a board", Done, writes=True)
    def delete(self, request: Request, slug: str, username: str) -> Response:
        """For managers. What they are responsible for stays as it is. A board keeps at least one manager."""
        grant, _ = self.managed(slug, WriteBody)
        return done(members.remove(intent_of(request, grant), username))
