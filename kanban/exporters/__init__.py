"""Boards as files: whole as JSON, their matters as CSV that `importers` takes in again."""
