"""Owns the admin of skills: campus staff keep the list, trainers choose from it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import WithOwnChoices
from campus.adminsite import access, pages
from campus.adminsite.forms import ModelForm
from campus.adminsite.guarding import ALL, Deed
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import ModelAdmin, StackedInline
from campus.errors import CampusError
from courses.catalogue import sheets
from courses.catalogue.frameworks import MOST_IN_A_NAME, columns, take_in
from courses.models import Skill, SkillLevel


class SkillForm(ModelForm[Skill]):
    title = ByLanguage(label=gettext_lazy("Title"))
    description = ByLanguage(label=gettext_lazy("Description"), area=True, required=False)

    class Meta:
        model = Skill
        fields = ("title", "description", "key", "framework", "code", "alignment")


class LevelForm(ModelForm[SkillLevel]):
    title = ByLanguage(label=gettext_lazy("What it means"))

    class Meta:
        model = SkillLevel
        fields = ("level", "title", "alignment")


class LevelInline(StackedInline[SkillLevel, Skill]):
    model = SkillLevel
    form = LevelForm
    deeds = ALL

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        return access.is_campus_staff(request)


class Framework(forms.Form):
    """A file to look at first; the same file, sent once more, is taken in."""

    framework = forms.CharField(label=gettext_lazy("Framework"), max_length=MOST_IN_A_NAME)
    file = forms.FileField(label=gettext_lazy("CSV file"))
    is_sure = forms.BooleanField(
        label=gettext_lazy("Take it in"),
        required=False,
        help_text=gettext_lazy("Without this, you only see what would change."),
    )


@admin.register(Skill)
class SkillAdmin(WithOwnChoices, ModelAdmin[Skill]):
    form = SkillForm
    list_display = ("__str__", "key", "framework", "alignment")
    list_filter = ("framework",)
    search_fields = ("key", "title", "code")
    readonly_fields = ("titles",)
    inlines = (LevelInline,)
    list_before_template = "admin/courses/skill/import.html"

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if not access.is_campus_staff(request):
            return ("titles", "key", "framework", "code", "alignment")
        return ("title", "description", "key", "framework", "code", "alignment")

    def get_inlines(self, request: HttpRequest, obj: Skill | None) -> Any:
        return self.inlines if obj and access.is_campus_staff(request) else ()

    @admin.display(description=gettext_lazy("Title"))
    def titles(self, skill: Skill) -> str:
        """Every language's title in a line, for those who only read it."""
        return " · ".join(f"{text} ({code})" for code, text in sorted(skill.title.items()))

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        if deed == "view":
            return bool(self.organisations(request))
        return access.is_campus_staff(request)

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.framework)
        return [path("framework/", view, name="courses_skill_framework"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        shown = {"may_import": access.is_campus_staff(request), **(extra_context or {})}
        return super().changelist_view(request, shown)

    def framework(self, request: HttpRequest) -> HttpResponse:
        """What a file would change, and taking it in once that has been seen."""
        if not access.is_campus_staff(request):
            raise PermissionDenied(_("Only campus staff take in frameworks."))
        form = Framework(pages.sent(request), request.FILES or None)
        found: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid():
            found = self._take_in(request, form)
        return pages.show(
            self, request, Skill(title={}), title=_("Take in a framework of skills"),
            back=reverse("admin:courses_skill_changelist"),
            form=pages.dressed(form), button=_("Go on"), columns=columns(),
            template="admin/courses/skill/framework.html", **found,
        )  # fmt: skip

    def _take_in(self, request: HttpRequest, form: Framework) -> dict[str, Any]:
        given = form.cleaned_data
        try:
            body = given["file"].read(sheets.MOST_BYTES + 1)
            taken = take_in(body, framework=given["framework"], dry_run=not given["is_sure"])
        except CampusError as error:
            form.add_error("file", error.detail)
            return {}
        if given["is_sure"]:
            messages.success(request, _("{n} skills are read.").format(n=taken.skills))
        return {"taken": taken, "done": given["is_sure"]}
