"""The browser tests' server: the settings of production, on the test database, on plain http, with quick passwords."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, LOGGING

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as in tests/conftest.py
LOGGING |= {"loggers": {"daphne": {"level": "INFO"}}}  # it says on which port it listens
