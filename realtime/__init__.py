"""Ordered change logs ("streams") that browsers follow, and the one address that is asked for changes."""
