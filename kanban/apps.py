from django.apps import AppConfig


class KanbanConfig(AppConfig):
    name = "kanban"
    verbose_name = "Boards"

    def ready(self) -> None:
        from kanban.stream import BoardSource
        from realtime import sources

        sources.register(BoardSource())
