"""Owns the admin of certificate templates: a theme's fields beside a live preview."""

from dataclasses import asdict
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from campus.accounts.admin.owned import OF_ORGANISATION, Owned
from campus.accounts.models import Role
from campus.adminsite import access
from campus.adminsite.skin import ModelAdmin
from campus.errors import CampusError
from workers.certificates.authoring import previewing
from workers.certificates.pages import looks, themes

from ..models import AchievementVersion, CertificateTemplate
from .lookforms import BUILT_IN, TemplateForm, fields_of, theme_of, told

NAMES = {
    "shortest": (gettext_lazy("Shortest name"), previewing.SHORTEST),
    "longest": (gettext_lazy("Longest name"), previewing.LONGEST),
    "right-to-left": (gettext_lazy("Right-to-left name"), previewing.RIGHT_TO_LEFT),
}


@admin.register(CertificateTemplate)
class TemplateAdmin(Owned, ModelAdmin[CertificateTemplate]):
    """A layout of one's own is for campus staff only; what is issued already never changes."""

    kinds = (Role.Kind.TRAINER,)
    form = TemplateForm
    list_display = ("name", "organisation", "is_default", "changed_at")
    list_filter = (OF_ORGANISATION,)
    list_select_related = ("organisation",)
    search_fields = ("name",)
    change_form_outer_before_template = "admin/certificates/template/preview.html"
    compressed_fields = False

    class Media:
        css = {"all": ("certificates/template.css",)}
        js = ("certificates/template.js",)

    def get_fieldsets(self, request: HttpRequest, obj: CertificateTemplate | None = None) -> Any:
        away = ("without_logo",) if obj and obj.logo_id else ()
        own = ((gettext_lazy("Own layout"), {"fields": ("layout",), "description": _own()}),)
        return (
            (None, {"fields": ("name", "organisation", "is_default")}),
            (gettext_lazy("Layout"), {"fields": ("page", ("headings", "texts"), "has_seal")}),
            (gettext_lazy("Colours"), {"fields": (("paper", "main", "accent"), ("ink", "soft"))}),
            (gettext_lazy("Logo"), {"fields": ("logo_file", *away, "logo_place")}),
            *(own if access.is_campus_staff(request) else ()),
        )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The theme's fields are the form's own: Django would look for them in the model."""
        own = ("layout",) if access.is_campus_staff(request) else ()
        kwargs["fields"] = ("name", "organisation", "is_default", *own)
        return super().get_form(request, obj, change, **kwargs)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "layout":
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.preview)
        name = "certificates_certificatetemplate_preview"
        return [path("preview/", view, name=name), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:  # fmt: skip
        starts = {name: fields_of(asdict(theme)) for name, theme in themes.BUILT_IN.items()}
        shown = {
            "preview_names": [(key, label) for key, (label, _name) in NAMES.items()],
            "preview_of": object_id or "",
            "built_in": starts,
            "built_in_names": list(BUILT_IN.items()),
        }
        return super().changeform_view(request, object_id, form_url, shown | (extra_context or {}))

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The page that the fields in the address make, for one name; 400 says what is wrong."""
        if not self.may(request, "view"):
            raise PermissionDenied
        _label, name = NAMES.get(request.GET.get("name_shown", ""), NAMES["longest"])
        try:
            body = previewing.preview(self._sample(request), [name], language=_language())
        except CampusError as error:
            faults = [told(fault, request.GET.dict()) for fault in error.faults]
            answer: HttpResponse = JsonResponse(
                {"said": " ".join(faults) or error.detail}, status=400
            )
        else:
            answer = HttpResponse(body, content_type="image/png")
        answer["Cache-Control"] = "private, max-age=60"
        return answer

    def _sample(self, request: HttpRequest) -> AchievementVersion:
        template = self._template(request)
        given = request.GET.dict()
        if "page" in given:
            theme = theme_of(given, "–")
        else:
            theme = themes.parse(template.theme if template else {})
        logo = "" if given.get("without_logo") or not template else template.logo_id or ""
        look = looks.look(theme, logo=logo, layout=template.layout if template else "")
        return sample(look)

    def _template(self, request: HttpRequest) -> CertificateTemplate | None:
        if not (given := request.GET.get("of", "")):
            return None
        try:
            found: CertificateTemplate | None = self.get_queryset(request).filter(pk=given).first()
        except ValidationError as error:
            raise Http404 from error
        if found is None:
            raise Http404
        return found


def sample(look: looks.Look) -> AchievementVersion:
    """With as much on it as a usual certificate has."""
    language = _language()
    return AchievementVersion(
        title={language: _("Listening to those who use a public service")},
        description={
            language: _(
                "From the first interview to the report: prepare, listen, sort what was said, "
                "and bring it to those who decide."
            )
        },
        source_language=language,
        skills=[{"title": {language: _("Conducting an interview")}, "level": 2}],
        signatories=[
            {"name": "Hélène Garçon", "role": {language: _("Head of training")}, "signature": ""}
        ],
        look=look,
        valid_for_months=36,
    )


def _language() -> str:
    return (get_language() or "fr")[:2]


def _own() -> str:
    return _(
        "In typst, for those who know it: it replaces the layout above and may use our parts.typ. "
        "It runs apart, with little time and memory; the preview shows it once it is saved."
    )
