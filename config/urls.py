"""The addresses (contract)."""

from django.contrib import admin
from django.urls import include, path, re_path

from kanban.pages import api_docs

urlpatterns = [
    path("", include("kanban.urls")),
    path("api/", include("kanban.api.urls")),
    path("", include("realtime.urls")),
    path("admin/", admin.site.urls),
    re_path(r"^api/(?P<rest>[\s\S]*)$", api_docs.nowhere, name="api-nowhere"),  # last: after all that are somewhere
]

handler403 = "kanban.pages.errors.forbidden"
handler404 = "kanban.pages.errors.not_found"
handler500 = "kanban.pages.errors.broken"
