"""Pages of people who are signed in, and what their browser complained of."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.browser.server import SESSION_COOKIE, Server

PATIENCE = 10_000  # ms
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Complaints:
    """Errors that browsers reported: on the console (violations of the content policy too), or thrown and not caught.

    `allow("status of 409")` names what a test brings about on purpose.
    """

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._allowed: list[re.Pattern[str]] = []

    def allow(self, *patterns: str) -> None:
        self._allowed += [re.compile(pattern) for pattern in patterns]

    def listen(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.heard.append(f"{page.url}: thrown: {error}"))

    def left(self) -> list[str]:
        return [heard for heard in self.heard if not any(pattern.search(heard) for pattern in self._allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            where = message.location.get("url", "")
            self.heard.append(f"{where}: {message.type}: {message.text}")


class Pages:
    """`open_page(alice, "/boards/x/")`: a page in a browser context of her own. Nobody: `open_page(None)`.

    Keywords go to the context (`viewport`, `color_scheme`, `java_script_enabled`, ...); `allow` names complaints that
    are to be expected.
    """

    def __init__(self, server: Server, new_context: Callable[..., BrowserContext]) -> None:
        self.complaints = Complaints()
        self._server = server
        self._new_context = new_context
        self._contexts: list[BrowserContext] = []

    def __call__(
        self, person: User | None, path: str = "/", *, allow: tuple[str, ...] = (), **context_options: Any
    ) -> Page:
        self.complaints.allow(*allow)
        context = self._new_context(base_url=self._server.url, **context_options)
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        context.on("page", self.complaints.listen)
        if person:
            sign_in(context, person, url=self._server.url)
        page = context.new_page()
        page.goto(path)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()


def sign_in(context: BrowserContext, person: User, *, url: str) -> None:
    """As the sign-in page does, without the page."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    host = url.removeprefix("http://").partition(":")[0]
    cookie = {"name": SESSION_COOKIE, "value": session.session_key, "domain": host, "path": "/"}
    context.add_cookies([{**cookie, "secure": True, "httpOnly": True, "sameSite": "Lax"}])  # type: ignore[typeddict-item]
