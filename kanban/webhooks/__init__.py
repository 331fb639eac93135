"""Sending a board's events: `queue` follows the log, `message` signs, `address` judges where to, `sender` sends."""
