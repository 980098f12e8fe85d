"""Owns the admin of modules: a title, and the lessons it holds are on the course's page."""

from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campus.accounts.admin.owned import Owned
from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.making import Made
from campus.adminsite.skin import ModelAdmin
from courses.drafting import authoring, titling
from courses.models import Module

from .archiving import Archiving
from .courseforms import ModuleTitle


@admin.register(Module)
class ModuleAdmin(Made, Archiving, Owned, ModelAdmin[Module]):
    """Reached from its course only; a list of all modules of all courses helps nobody."""

    owner = "course__organisation"
    fields = ("title",)
    add_fieldsets = ((None, {"fields": ("course", "title")}),)
    change_form_outer_before_template = "admin/courses/conflict.html"
    change_form_before_template = "admin/courses/unseen.html"
    actions_detail = ("archive", "restore", "remove")

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        return {}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return redirect("admin:courses_course_changelist")

    def get_form(
        self, request: HttpRequest, obj: Module | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj:
            kwargs["form"] = ModuleTitle
        return super().get_form(request, obj, change, **kwargs)

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Module:
        return authoring.add_module(by=cast("User", request.user), **given)

    def save_model(self, request: HttpRequest, obj: Module, form: Any, change: bool) -> None:
        if change:
            by, given = cast("User", request.user), form.cleaned_data
            titling.rename_module(module=obj, title=given["title"], seen=given["seen"], by=by)

    def response_add(
        self, request: HttpRequest, obj: Module, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect(f"{pages.address(obj.course)}?added={obj.pk}#module-{obj.pk}")

    def response_change(self, request: HttpRequest, obj: Module) -> HttpResponse:
        return redirect(pages.address(obj.course))
