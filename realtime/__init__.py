"""Ordered change logs ("streams") that browsers follow: the log, its cursors, and the one address that is asked for
changes.
"""
