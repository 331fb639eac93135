"""How often a person may ask, and each of their tokens: told in every answer.

Somebody in a browser is counted as on the pages. Tokens have limits of their own, so that a program which asks too
often does not stop its owner's board: one for each token, one for all of a person's together.
"""

from math import ceil
from typing import Any

from rest_framework.request import Request

from realtime.throttles import LiveThrottle, SettingsThrottle, WriteThrottle

READS = ("GET", "HEAD", "OPTIONS")


class TokenThrottle(SettingsThrottle):
    scope, setting = "token", "RATE_LIMIT_TOKEN"

    def get_cache_key(self, request: Any, view: Any) -> str:
        return f"throttle_token_{request.auth.pk}"


class ProgramsThrottle(SettingsThrottle):
    """All of a person's tokens."""

    scope, setting = "programs", "RATE_LIMIT_PROGRAMS"


def throttles_of(request: Request) -> list[SettingsThrottle]:
    if request.auth:
        return [TokenThrottle(), ProgramsThrottle()]
    return [LiveThrottle() if request.method in READS else WriteThrottle()]


def headers_of(throttles: list[SettingsThrottle]) -> dict[str, str]:
    """RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers), of those that could count."""
    counted = [each for each in throttles if hasattr(each, "history")]
    if not counted:
        return {}
    policies = (f'"{each.scope}";q={_count(each)};w={_seconds(each)}' for each in counted)
    states = (f'"{each.scope}";r={_left(each)};t={_until_one_more(each)}' for each in counted)
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(states)}


def _left(throttle: SettingsThrottle) -> int:
    return max(0, _count(throttle) - len(throttle.history))


def _until_one_more(throttle: SettingsThrottle) -> int:
    """Seconds until the oldest request that counts counts no more."""
    oldest = throttle.history[-1] if throttle.history else throttle.now
    return max(0, ceil(oldest + _seconds(throttle) - throttle.now))


def _count(throttle: SettingsThrottle) -> int:
    return throttle.parse_rate(throttle.get_rate())[0] or 0


def _seconds(throttle: SettingsThrottle) -> int:
    return throttle.parse_rate(throttle.get_rate())[1] or 0
