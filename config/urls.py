"""The addresses (contract)."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("kanban.urls")),
    path("api/", include("kanban.api.urls")),
    path("", include("realtime.urls")),
    path("admin/", admin.site.urls),
]

handler403 = "kanban.pages.errors.forbidden"
handler404 = "kanban.pages.errors.not_found"
handler500 = "kanban.pages.errors.broken"
