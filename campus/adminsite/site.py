"""Owns the admin's site: who enters, where one signs in, in which order it lists things."""

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, resolve_url
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .guarding import Guarded

if TYPE_CHECKING:
    from django.contrib.admin import AdminSite as UnfoldAdminSite
else:
    from unfold.sites import UnfoldAdminSite

APPS = ("courses", "tracks", "accounts", "records", "audit", "jobs", "owed", "outbox")
LANGUAGE_FOR_SECONDS = 365 * 24 * 3600
THEMES = (("light", "light_mode"), ("dark", "dark_mode"), ("auto", "computer"))


def without_nul(query: QueryDict) -> QueryDict:
    """The query without the values that nobody can have meant."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        for text in values:
            if "\0" not in name + text:
                kept.appendlist(name, text)
    return kept


class CampusAdminSite(UnfoldAdminSite):
    """The admin has no sign-in of its own: the site's is rate-limited, a second would not be."""

    index_title = gettext_lazy("Trainers’ workshop")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only what our rule guards: libraries bring groups and addresses under their own."""
        if admin_class is not None and issubclass(admin_class, Guarded):
            super().register(model_or_iterable, admin_class, **options)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        start = reverse("admin:index")
        target = request.GET.get("next", "")
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied(_("Only trainers and campus staff enter the administration."))
        within = target if target.startswith(start) else start
        return redirect_to_login(within, resolve_url(settings.LOGIN_URL))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("account_change_password")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """No filter of an address may hold a NUL: PostgreSQL looks for no such text."""

        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "%00" in request.META.get("QUERY_STRING", ""):
                request.GET = without_nul(request.GET)  # type: ignore[assignment]
            answer: HttpResponse = view(request, *args, **kwargs)
            return answer

        return super().admin_view(asked, cacheable)

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the skin's search over everything, which answers 500 to a page that is none."""
        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "search"]
        language = self.admin_view(self.language)
        return [path("language/<str:code>/", language, name="language"), *urls]

    def language(self, request: HttpRequest, code: str) -> HttpResponse:
        """Addresses of the admin name no language, so a cookie holds the one that was chosen.

        Only the admin is sent it: elsewhere the address says the language, and answers are kept.
        """
        start, target = reverse("admin:index"), request.GET.get("next", "")
        is_ours = target.startswith(start) and not target.startswith(request.path)
        response = redirect(target if is_ours else start)
        if code in dict(settings.LANGUAGES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, code, path=start, max_age=LANGUAGE_FOR_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax",
            )  # fmt: skip
        return response

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Colours come from a stylesheet: an inline one would need a wider policy."""
        links = [{"title": _("Change password"), "link": reverse("account_change_password")}]
        return super().each_context(request) | {
            "colors": None,
            "styles": [static("adminsite/colours.css"), static("adminsite/admin.css")],
            "scripts": [static("adminsite/admin.js")],
            "account_links": links,
            "site_favicons": [{"rel": "icon", "href": static("web/favicon.svg")}],
            "adminsite_themes": THEMES,
            "adminsite_languages": [code for code, _name in settings.LANGUAGES],
        }

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Apps as `APPS` has them, models as their package imports them: the usual ones first."""
        listed: list[dict[str, Any]] = super().get_app_list(request, app_label)
        known = [app for app in listed if app["app_label"] in APPS]
        others = [app for app in listed if app["app_label"] not in APPS]
        for app in listed:
            app["models"].sort(key=lambda model: list(self._registry).index(model["model"]))
        return sorted(known, key=lambda app: APPS.index(app["app_label"])) + others
