"""`/live/`: anything new? — and the addresses that machines ask whether we are there."""

from collections import defaultdict

from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_safe

from realtime.deltas import delta
from realtime.fragments import FRAGMENT, fragment, is_another
from realtime.sources import Admission, source_of
from realtime.throttles import LiveThrottle, limited

STREAMS_A_REQUEST = 20


@require_GET
@limited(LiveThrottle, methods=frozenset({"GET"}))
def live(request: HttpRequest) -> HttpResponse:
    """Answer every `s=<stream>@<cursor>`: 204, deltas and resets, or why not (contract §2). Never a redirect."""
    if not request.user.is_authenticated or is_another(request):
        return fragment(request, "realtime/_signed_out.html", status=401)
    asked = [part.partition("@")[::2] for part in request.GET.getlist("s")]
    if not asked or len(asked) > STREAMS_A_REQUEST:
        return HttpResponse(
            f"Name 1 to {STREAMS_A_REQUEST} streams: ?s=<stream>@<cursor>.", status=400, headers=FRAGMENT
        )
    admitted = _admit(request, [stream for stream, _ in asked])
    if any(stream not in admitted for stream, _ in asked):
        return fragment(request, "realtime/_not_yours.html", status=403)
    body = "".join(delta(admitted[stream], cursor) for stream, cursor in asked)
    return HttpResponse(body, status=200 if body else 204, headers=FRAGMENT)


@require_safe
def ping(request: HttpRequest) -> HttpResponse:
    """Is anybody there? No session, no database."""
    return HttpResponse(status=204)


@require_safe
def health_live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def health_ready(request: HttpRequest) -> HttpResponse:
    """The process can work: database and cache answer. 503 names what does not."""
    checks = {"database": _database_answers(), "cache": _cache_answers()}
    ready = all(checks.values())
    causes = {name: "ok" if good else "away" for name, good in checks.items()}
    return JsonResponse({"status": "ok" if ready else "away", **causes}, status=200 if ready else 503)


def _admit(request: HttpRequest, names: list[str]) -> dict[str, Admission]:
    keys: dict[str, set[str]] = defaultdict(set)
    for name in names:
        kind, _, key = name.partition(":")
        keys[kind].add(key)
    admitted: dict[str, Admission] = {}
    for kind, wanted in keys.items():
        source = source_of(kind)
        if source and request.user.is_authenticated:
            admitted |= {f"{kind}:{key}": found for key, found in source.admit(request.user, wanted).items()}
    return admitted


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _cache_answers() -> bool:
    try:
        cache.set("health", 1, 5)
        return bool(cache.get("health") == 1)
    except Exception:  # each cache backend raises errors of its own
        return False
