"""The door for the web server."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "campus.settings")

from django.core.wsgi import get_wsgi_application

from campus.env import load
from campus.launcher.reachable import check_name
from campus.rest.measuring import Measured
from campus.rest.parsing import LARGEST_BODY

application = Measured(get_wsgi_application(), most=LARGEST_BODY)
check_name(load())
