"""The settings of a campus in a storm: those of every campus, and the app that breaks it."""

import os

from campus.settings import *  # noqa: F403
from campus.settings import INSTALLED_APPS as ALL_APPS

INSTALLED_APPS = ["tests.faults.breaking", *ALL_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ACCOUNT_RATE_LIMITS = False  # everybody signs in from one address
if "FAULTS_FOLDER" in os.environ:
    STORAGES = {  # no page is looked at, so no static file is collected
        **STORAGES,  # noqa: F405
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
