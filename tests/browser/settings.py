"""The browser tests' server: the settings of production, on the test database, on plain http, with quick passwords."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, LOGGING, STORAGES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as in tests/conftest.py
if not os.environ["STATIC_ROOT"]:  # nobody collected any: this server is asked by programs
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
LOGGING |= {"loggers": {"daphne": {"level": "INFO"}}}  # it says on which port it listens
