"""The addresses of the API (contract §2, §3), below /api/."""

from django.urls import path

from kanban.api import boards, changes, columns, labels, matters, members, parties, past

urlpatterns = [
    path("boards", boards.BoardsView.as_view(), name="api-boards"),
    path("boards/<slug:slug>", boards.BoardView.as_view(), name="api-board"),
    path("boards/<slug:slug>/archive", boards.ArchiveBoardView.as_view(), name="api-board-archive"),
    path("boards/<slug:slug>/updates", changes.UpdatesView.as_view(), name="api-updates"),
    path("boards/<slug:slug>/events", changes.EventsView.as_view(), name="api-events"),
    path("boards/<slug:slug>/as-of", past.BoardAsOfView.as_view(), name="api-board-as-of"),
    path("boards/<slug:slug>/columns", columns.ColumnsView.as_view(), name="api-columns"),
    path("boards/<slug:slug>/columns/<slug:column>", columns.ColumnView.as_view(), name="api-column"),
    path("boards/<slug:slug>/columns/<slug:column>/move", columns.MoveColumnView.as_view(), name="api-column-move"),
    path("boards/<slug:slug>/labels", labels.LabelsView.as_view(), name="api-labels"),
    path("boards/<slug:slug>/labels/<int:label>", labels.LabelView.as_view(), name="api-label"),
    path("boards/<slug:slug>/members", members.MembersView.as_view(), name="api-members"),
    path("boards/<slug:slug>/members/<str:username>", members.MemberView.as_view(), name="api-member"),
    path("boards/<slug:slug>/matters", matters.MattersView.as_view(), name="api-matters"),
    path("matters/<int:pk>", matters.MatterView.as_view(), name="api-matter"),
    path("matters/<int:pk>/move", matters.MoveView.as_view(), name="api-matter-move"),
    path("matters/<int:pk>/assign", matters.AssignView.as_view(), name="api-matter-assign"),
    path("matters/<int:pk>/archive", matters.ArchiveView.as_view(), name="api-matter-archive"),
    path("matters/<int:pk>/restore", matters.RestoreView.as_view(), name="api-matter-restore"),
    path("matters/<int:pk>/undo", matters.UndoView.as_view(), name="api-matter-undo"),
    path("matters/<int:pk>/history", past.MatterHistoryView.as_view(), name="api-matter-history"),
    path("matters/<int:pk>/as-of", past.MatterAsOfView.as_view(), name="api-matter-as-of"),
    path("matters/<int:pk>/parties", parties.PartiesView.as_view(), name="api-parties"),
    path("matters/<int:pk>/parties/<int:party>", parties.PartyView.as_view(), name="api-party"),
]
