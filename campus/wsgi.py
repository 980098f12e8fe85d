"""The door for the web server; only here the database connections are pooled."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campus.settings")
os.environ["CAMPUS_PROCESS"] = "web"

from django.core.wsgi import get_wsgi_application

from campus.env import load
from campus.launcher.reachable import check_name

application = get_wsgi_application()
check_name(load())
