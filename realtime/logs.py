"""What of the log is worth a line."""

import logging


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """Not each "anything new?" that was answered "no": every open page asks every few seconds."""
    details = record.args if isinstance(record.args, dict) else {}
    return not (str(details.get("path", "")).startswith("/live/") and details.get("status") == 204)
