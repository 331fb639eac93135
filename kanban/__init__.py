"""Boards of legal matters: what changes them (`commands`), what is read of them, and the pages and API over both."""
