"""The floor for a read: Django without middleware, one view, bytes from memory."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = Path(os.environ["BENCHMARK_BODY"]).read_bytes()

settings.configure(
    ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="benchmark", MIDDLEWARE=[]
)


def lesson(request: HttpRequest) -> HttpResponse:
    headers = {"Content-Type": "application/json", "Content-Length": str(len(BODY))}
    return HttpResponse(BODY, headers=headers)


urlpatterns = [path("lesson", lesson)]
application = get_wsgi_application()
