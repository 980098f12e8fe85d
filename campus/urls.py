"""The roof: every address of the campus, and what answers where none fits."""

import sys
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.views import defaults

from campus import health
from campus.jobs.rest import MyJob
from campus.rest import away, problems, root
from campus.web.urls import neutral, pages
from workers.certificates.rest.urls import well_known

admin.autodiscover()

PROGRAMS = ("/api/", "/xapi/", "/_allauth/")
"""Below these, errors are problem documents: no person looks here."""

api: list[URLPattern | URLResolver] = [
    path("", root.Root.as_view(), name="api"),
    path("schema", root.Schema.as_view(), name="schema"),
    path("docs", root.Docs.as_view(), name="docs"),
    path("jobs/<uuid:job_id>", MyJob.as_view(), name="job"),
    path("", include("campus.records.rest.urls")),  # first: nothing is asked more often
    path("", include("courses.rest.urls")),
    path("", include("courses.rest.quizurls")),
    path("", include("campus.accounts.rest.urls")),
    path("", include("tracks.rest.urls")),
    path("", include("workers.progress.rest.urls")),
    path("", include("workers.certificates.rest.urls")),
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include(api)),
    path("xapi/", include("campus.records.lrs.rest.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    *well_known,
    *neutral,
    *i18n_patterns(
        path("account/", include("allauth.account.urls")),
        path("", include((pages, "web"))),
    ),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return problems.unknown_address(request)
    return defaults.page_not_found(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    is_program, is_away = request.path.startswith(PROGRAMS), away.is_away(sys.exception())
    if is_away:
        return problems.database_away(request) if is_program else away.page()
    return problems.our_fault(request) if is_program else defaults.server_error(request)


def handler400(request: HttpRequest, exception: Any = None) -> HttpResponse:
    if request.path.startswith(PROGRAMS):
        return problems.malformed(request)
    return defaults.bad_request(request, exception)
