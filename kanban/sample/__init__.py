"""The demo's boards and people. All parties are invented; all dates are told in days from today."""
