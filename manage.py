#!/usr/bin/env python
"""Aster's command line."""

import os
import sys

from django.conf import settings
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        settings.DATA_DIR  # noqa: B018 - reads the settings, which make the data directory
    except OSError as error:
        sys.exit(f"{error.filename}: {error.strerror}. DATA_DIR says where the data is kept.")
    execute_from_command_line(sys.argv)
