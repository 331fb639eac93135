from django.contrib.auth.views import LogoutView, PasswordChangeDoneView
from django.urls import path

from kanban.api import views as api
from kanban.pages import accounts, boards, history, matters, parties, settings

urlpatterns = [
    path("", boards.index, name="boards"),
    path("search/", matters.search, name="search"),
    path("boards/new/", boards.create, name="board-new"),
    path("boards/<slug:slug>/", boards.board, name="board"),
    path("boards/<slug:slug>/history/", history.board, name="board-history"),
    path("boards/<slug:slug>/archive/", boards.archive, name="board-archive"),
    path("boards/<slug:slug>/matters/new/", matters.create, name="matter-new"),
    path("boards/<slug:slug>/settings/", settings.settings, name="board-settings"),
    path("boards/<slug:slug>/settings/archive/", settings.archive, name="board-put-aside"),
    path("boards/<slug:slug>/settings/columns/", settings.add_column, name="column-new"),
    path("boards/<slug:slug>/settings/columns/<slug:column>/", settings.column, name="column"),
    path("boards/<slug:slug>/settings/columns/<slug:column>/move/", settings.move_column, name="column-move"),
    path("boards/<slug:slug>/settings/columns/<slug:column>/remove/", settings.remove_column, name="column-remove"),
    path("boards/<slug:slug>/settings/labels/", settings.add_label, name="label-new"),
    path("boards/<slug:slug>/settings/labels/<int:label>/", settings.label, name="label"),
    path("boards/<slug:slug>/settings/labels/<int:label>/remove/", settings.remove_label, name="label-remove"),
    path("boards/<slug:slug>/settings/members/", settings.put_member, name="member-put"),
    path("boards/<slug:slug>/settings/members/<str:username>/remove/", settings.remove_member, name="member-remove"),
    path("matters/<int:pk>/", matters.matter, name="matter"),
    path("matters/<int:pk>/history/", history.matter, name="matter-history"),
    path("matters/<int:pk>/edit/", matters.edit, name="matter-edit"),
    path("matters/<int:pk>/move/", matters.move, name="matter-move"),
    path("matters/<int:pk>/assign/", matters.assign, name="matter-assign"),
    path("matters/<int:pk>/archive/", matters.archive, name="matter-archive"),
    path("matters/<int:pk>/restore/", matters.restore, name="matter-restore"),
    path("matters/<int:pk>/delete/", matters.delete, name="matter-delete"),
    path("matters/<int:pk>/parties/new/", parties.create, name="party-new"),
    path("matters/<int:pk>/parties/<int:party>/", parties.change, name="party"),
    path("matters/<int:pk>/parties/<int:party>/remove/", parties.remove, name="party-remove"),
    path("accounts/login/", accounts.SignIn.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("accounts/password/", accounts.ChangePassword.as_view(), name="password"),
    path("accounts/password/changed/", PasswordChangeDoneView.as_view(), name="password-changed"),
    path("api/boards/<slug:slug>/updates", api.updates, name="api-updates"),
    path("api/boards/<slug:slug>/events", api.events, name="api-events"),
]
