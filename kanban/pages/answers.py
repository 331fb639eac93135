"""How pages answer: a whole page to a browser, the fragment inside it to htmx, a redirect or a delta after a write."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kanban.access import Grant, covers, matter_for
from kanban.commands import Outcome, openings
from kanban.errors import Conflict, Forbidden, Gone, NotFound, Refused
from kanban.fields import SETS
from kanban.models import Matter, Opening, Role
from kanban.pages.conflict import conflict_context, summary
from kanban.pages.restoring import restore_context
from kanban.stream import BoardSource
from realtime.deltas import delta
from realtime.fragments import FRAGMENT, fragment, is_another, is_wanted
from realtime.throttles import WriteThrottle, limited

View = Callable[..., HttpResponse]


def page(*methods: str) -> Callable[[View], View]:
    """A page for people who are signed in. Writes are limited; refusals left over become plain pages."""

    def decorate(view: View) -> View:
        @require_http_methods([*methods, "HEAD"] if "GET" in methods else methods)
        @limited(WriteThrottle)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated or is_another(request):
                return _signed_out(request)
            try:
                return view(request, *args, **kwargs)
            except NotFound:
                return _not_there(request)
            except Conflict as conflict:
                context = conflict_context(person_of(request), request, conflict)
                return say(show(request, "conflict", context, status=409), said=summary(context["conflicts"]))
            except Refused as refusal:
                return _refused(request, refusal)

        return guarded

    return decorate


def show(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """`kanban/<name>.html`, a whole page, or for htmx the fragment `kanban/_<name>.html` inside it."""
    whole = f"kanban/{name}.html"
    if not is_htmx(request):
        return render(request, whole, context, status=status)
    return fragment(request, [f"kanban/_{name}.html", whole], context, status=status)


def done(request: HttpRequest, grant: Grant, outcome: Outcome, said: str, *, to: str = "") -> HttpResponse:
    """After a write: the delta from the sender's cursor for htmx, else back to the board with a message."""
    cursor = request.headers.get("Live-Cursor")
    if is_htmx(request) and cursor is not None:
        return _delta(grant, cursor, outcome, said)
    messages.success(request, said)
    for warning in outcome.warnings:
        messages.warning(request, warning)
    if outcome.merged:
        messages.info(request, f"Kept what others changed meanwhile: {words(outcome.merged)}.")
    return redirect(to or grant.board)


def say(response: HttpResponse, *, said: str = "", merged: str = "", warning: str = "") -> HttpResponse:
    """Words for a page that shows nothing else of the answer. Headers are Latin-1 at best, so percent-encoded."""
    for name, value in (("Live-Said", said), ("Live-Merged", merged), ("Live-Warning", warning)):
        if value:
            response[name] = quote(value)
    return response


def is_htmx(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def person_of(request: HttpRequest) -> AbstractBaseUser:
    """The person who is signed in; `page` lets nobody else come this far."""
    assert request.user.is_authenticated
    return request.user


def there(
    request: HttpRequest, pk: int, *, needs: Role = Role.VIEWER, sets: tuple[str, ...] = SETS
) -> tuple[Grant, Matter]:
    """The matter that a page is about, with its sets, and the grant. Raises Forbidden, Gone where it was deleted."""
    grant, found = matter_for(person_of(request), pk, sets=sets)
    may(grant, needs)
    if found.deleted_at and request.method != "POST":  # a command says so itself, or gives a retry its first answer
        raise Gone(f"{found.number} was deleted.", state="deleted")
    return grant, found


def may(grant: Grant, needs: Role) -> Grant:
    """The grant, where it suffices: who may not write is not shown the form. The command checks again, locked."""
    if not covers(grant.role, needs):
        raise Forbidden(f"Your role on this board, {grant.role}, does not allow this.")
    return grant


def opened(request: HttpRequest, matter: Matter, how: Opening.How) -> None:
    """Before a restricted matter is shown: remember who asked to see it."""
    if request.method == "GET":
        openings.record(matter, person=person_of(request), how=how)


def words(names: list[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def _delta(grant: Grant, cursor: str, outcome: Outcome, said: str) -> HttpResponse:
    person, key = grant.person, str(grant.board.pk)
    admission = BoardSource().admit(person, [key]).get(key)
    if admission is None:
        raise NotFound
    response = HttpResponse(delta(admission, cursor), headers=FRAGMENT)
    say(response, said=said, merged="; ".join(outcome.merged), warning="; ".join(outcome.warnings))
    if outcome.version:
        response["Live-Version"] = str(outcome.version)
    if outcome.event:
        response["Live-Undo"] = reverse("matter-undo", args=[outcome.matter, outcome.event])
    return response


def _not_there(request: HttpRequest) -> HttpResponse:
    """Not a handler's work: Django in development answers Http404 by a page of its own, which no script may trust."""
    if is_wanted(request):
        return fragment(None, "realtime/_not_yours.html", status=404)
    raise Http404 from None


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Why not, as a page, and in a header for whoever shows it beside the card."""
    if "restorable" in refusal.extra:
        context = restore_context(person_of(request), request, refusal)
        return say(show(request, "matter_archived", context, status=410), said=refusal.detail)
    response = show(request, "refused", {"refusal": refusal}, status=refusal.status)
    reasons = [reason for found in refusal.extra.get("fields", {}).values() for reason in found]
    return say(response, said=" ".join(reasons) or refusal.detail)


def _signed_out(request: HttpRequest) -> HttpResponse:
    if is_htmx(request):
        return fragment(request, "realtime/_signed_out.html", status=401)
    return redirect_to_login(request.get_full_path())
