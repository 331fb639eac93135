"""The log, to be read. Nobody adds to it, changes it or takes from it here, not even a superuser."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from realtime.models import Answer, Event, Stream


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Stream)
class StreamAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "version", "access", "pruned_through", "head")
    list_filter = ("kind",)
    search_fields = ("key",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "stream", "version", "kind", "subject", "subject_version", "actor")
    list_filter = ("stream",)
    list_select_related = ("stream", "actor")
    search_fields = ("subject", "kind", "actor__username")
    ordering = ("-pk",)


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "key", "refused")
    list_filter = ("refused",)
    list_select_related = ("actor",)
    search_fields = ("actor__username",)
    ordering = ("-pk",)
