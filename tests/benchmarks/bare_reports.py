"""The floor of a report: Django without middleware, one SQL statement, bytes made beforehand.

`BENCHMARK_REPORTS` names a JSON file: by path, the statement, its values and the file of the bytes.
"""

import json
import os
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from campus.env.addresses import django_database

REPORTS: dict[str, dict[str, Any]] = json.loads(
    Path(os.environ["BENCHMARK_REPORTS"]).read_text(encoding="utf-8")
)
DATABASE = django_database(os.environ["DATABASE_URL"])
DATABASE["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}}

settings.configure(
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="benchmark",
    MIDDLEWARE=[],
    DATABASES={"default": DATABASE},
)


def report(request: HttpRequest, *, sql: str, values: list[Any], body: bytes) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.fetchall()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    return HttpResponse(body, headers=headers)


urlpatterns = [
    path(
        name,
        partial(report, sql=of["sql"], values=of["values"], body=Path(of["body"]).read_bytes()),
    )
    for name, of in REPORTS.items()
]
application = get_wsgi_application()
