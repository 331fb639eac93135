"""Matters from files: `table` reads a CSV, `mapping` finds what its columns mean, `load` takes its rows in."""
