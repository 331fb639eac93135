"""Everything that changes a board. Each command is one transaction under the board's lock: check, change, event.

Pages, API, admin, importers and management commands all come through here; `boards`, `columns`, `labels`, `matters`,
`members` and `parties` are the nouns, their functions the verbs. (`openings` and `tokens` change no board.)
"""

from kanban.commands.write import Intent, Outcome

__all__ = ["Intent", "Outcome"]
