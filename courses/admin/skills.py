"""Owns the admin of skills: campus staff keep the list, trainers choose from it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from campus.accounts.admin.owned import WithOwnChoices
from campus.adminsite import access
from campus.adminsite.forms import ModelForm
from campus.adminsite.guarding import Deed
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import ModelAdmin
from courses.models import Skill


class SkillForm(ModelForm[Skill]):
    title = ByLanguage(label=_("Title"))

    class Meta:
        model = Skill
        fields = ("title", "key", "alignment")


@admin.register(Skill)
class SkillAdmin(WithOwnChoices, ModelAdmin[Skill]):
    form = SkillForm
    list_display = ("__str__", "key", "alignment")
    search_fields = ("key", "title")
    readonly_fields = ("titles",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        first = "title" if access.is_campus_staff(request) else "titles"
        return (first, "key", "alignment")

    @admin.display(description=_("Title"))
    def titles(self, skill: Skill) -> str:
        """Every language's title in a line, for those who only read it."""
        return " · ".join(f"{text} ({code})" for code, text in sorted(skill.title.items()))

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        if deed == "view":
            return bool(self.organisations(request))
        return access.is_campus_staff(request)
