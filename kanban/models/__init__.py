from kanban.models.board import Board, Column, Label, Membership, Role
from kanban.models.feed import Feed
from kanban.models.matter import Matter
from kanban.models.opening import OPENINGS, Opening
from kanban.models.party import Party
from kanban.models.token import Token
from kanban.models.upload import Upload
from kanban.models.visit import Visit
from kanban.models.webhook import Delivery, Webhook

__all__ = [
    "OPENINGS",
    "Board",
    "Column",
    "Delivery",
    "Feed",
    "Label",
    "Matter",
    "Membership",
    "Opening",
    "Party",
    "Role",
    "Token",
    "Upload",
    "Visit",
    "Webhook",
]
