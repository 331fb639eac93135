"""Rate limits, counted per person (a firm is one address), in the cache: shared where the cache is."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from rest_framework.throttling import UserRateThrottle

from realtime.fragments import unable

logger = logging.getLogger(__name__)


class SettingsThrottle(UserRateThrottle):
    """A DRF throttle whose rate is read from a setting, each time anew."""

    setting = ""

    def get_rate(self) -> str:
        return str(getattr(settings, self.setting))

    def allow_request(self, request: Any, view: Any) -> bool:
        """Lets everybody pass while the counts cannot be read: a cache that is away must not stop the work."""
        try:
            return super().allow_request(request, view)
        except Error:  # the person could not be read: not the cache's fault
            raise
        except Exception:  # each cache backend raises errors of its own
            logger.exception("The rate limits are off: the cache does not answer.")
            return True


class LiveThrottle(SettingsThrottle):
    scope, setting = "live", "RATE_LIMIT_LIVE"


class WriteThrottle(SettingsThrottle):
    scope, setting = "write", "RATE_LIMIT_WRITE"


class LoginThrottle(SettingsThrottle):
    scope, setting = "login", "RATE_LIMIT_LOGIN"


def seconds_to_wait(throttle: SettingsThrottle, request: Any) -> int | None:
    """None when the request may pass; else after how many whole seconds it may be tried again."""
    if throttle.allow_request(request, None):  # takes any object with user and META
        return None
    return max(1, round(throttle.wait() or 1))


View = Callable[..., HttpResponse]


def limited(
    throttle: type[SettingsThrottle], *, methods: frozenset[str] = frozenset({"POST"})
) -> Callable[[View], View]:
    """Answer 429 + Retry-After to a person who uses the view oftener than the throttle allows."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            seconds = seconds_to_wait(throttle(), request) if request.method in methods else None
            if seconds is None:
                return view(request, *args, **kwargs)
            return unable(request, "too_many", {"seconds": seconds}, status=429, retry_after=seconds)

        return guarded

    return decorate
