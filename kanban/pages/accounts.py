"""Sign-in and password change: Django's own views, with a limit on guessing."""

import hashlib
from typing import Any

from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

from realtime.throttles import LoginThrottle, limited


class GuessThrottle(LoginThrottle):
    """Counts the tries on one account from one address: others of the firm are not locked out by it."""

    def get_cache_key(self, request: Any, view: Any) -> str:
        account = hashlib.sha256(request.POST.get("username", "").casefold().encode()).hexdigest()
        return f"login:{self.get_ident(request)}:{account}"


class SignIn(LoginView):
    http_method_names = ["get", "head", "post"]
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        guarded = limited(GuessThrottle)(super().dispatch)  # type: ignore[arg-type]  # annotated more widely than it answers
        return guarded(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class ChangePassword(PasswordChangeView):
    http_method_names = ["get", "head", "post"]
    success_url = reverse_lazy("password-changed")
