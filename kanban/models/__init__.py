from kanban.models.board import Board, Column, Label, Membership, Role
from kanban.models.matter import Matter
from kanban.models.party import Party

__all__ = ["Board", "Column", "Label", "Matter", "Membership", "Party", "Role"]
