"""The Django admin, for whoever runs the installation. It writes through the commands: boards see it live."""

from django.contrib import admin

from kanban.admin import boards, matters, people

__all__ = ["boards", "matters", "people"]

admin.site.site_header = admin.site.site_title = "Aster administration"
admin.site.index_title = "Boards, people and the log"
