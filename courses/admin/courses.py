"""Owns the admin of courses: the list with each draft's state, a course's facts and outline."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet, TextField
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import OF_ORGANISATION, Owned, OwnedInline
from campus.adminsite import pages
from campus.adminsite.guarding import ALL
from campus.adminsite.making import Made
from campus.adminsite.skin import AreaWidget, ModelAdmin, TabularInline, page_action
from courses.drafting import authoring, editing, outlining
from courses.models import Course, CourseSkill

from .archiving import Archiving
from .courseforms import CourseFacts, NewCourse
from .filters import StateFilter
from .outlining import Outlining
from .publishing import publish_page
from .relations import RelationInline
from .releasing import Releasing
from .reviewing import Reviewing
from .showing import public_address, state_badge
from .textform import InTextForm


class SkillInline(OwnedInline, TabularInline[CourseSkill, Course]):
    model = CourseSkill
    deeds = ALL
    autocomplete_fields = ("skill",)


@admin.register(Course)
class CourseAdmin(
    Made, Outlining, InTextForm, Releasing, Reviewing, Archiving, Owned, ModelAdmin[Course]
):
    list_display = ("title", "state", "organisation", "language", "lessons", "changed_at")
    list_filter = (StateFilter, OF_ORGANISATION, "language", "level")
    list_select_related = ("organisation", "current_release")
    search_fields = ("title", "slug", "summary")
    add_fieldsets = ((None, {"fields": ("title", "organisation", "language", "translates")}),)
    fieldsets = (
        (None, {"fields": ("title", "summary", ("language", "level"), "slug")}),
        (
            gettext_lazy("Where it comes from"),
            {"fields": ("authors", "licence", "source", "organisation")},
        ),
    )
    readonly_fields = ("language",)
    formfield_overrides = {TextField: {"widget": AreaWidget(attrs={"rows": 3})}}
    actions_list = ("import_new",)
    actions_detail = (
        "publish", "see", "releases", "duplicate", "export", "import_text",
        "archive", "restore", "remove",
    )  # fmt: skip
    change_form_outer_before_template = "admin/courses/course/outline.html"
    change_form_outer_after_template = "courses/admin/comments.html"
    change_form_before_template = "admin/courses/unseen.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        lessons = Q(modules__lessons__archived_at=None, modules__archived_at=None)
        courses = outlining.with_state(super().get_queryset(request))
        return courses.annotate(lesson_count=Count("modules__lessons", filter=lessons))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Course], search_term: str
    ) -> tuple[QuerySet[Course], bool]:
        """A step of a track may name any published course; the list shows one's own."""
        if request.path.endswith("/autocomplete/"):
            queryset = Course.objects.filter(
                Q(current_release__isnull=False) | Q(organisation__in=self.organisations(request)),
                archived_at=None,
            )
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=gettext_lazy("State"), ordering="state")
    def state(self, course: Course) -> str:
        return state_badge(cast("Any", course).state, cast("Any", course).number)

    @admin.display(description=gettext_lazy("Lessons"), ordering="lesson_count")
    def lessons(self, course: Course) -> int:
        return cast("int", cast("Any", course).lesson_count)

    def get_form(
        self, request: HttpRequest, obj: Course | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs["form"] = CourseFacts if obj else NewCourse
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            translated = cast("ModelChoiceField[Course]", form.base_fields["translates"])
            translated.queryset = self.get_queryset(request)
        return form

    def get_inlines(self, request: HttpRequest, obj: Course | None) -> Any:
        return (SkillInline, RelationInline) if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Course | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Course:
        return authoring.begin_course(by=cast("Any", request.user), **given)

    def save_model(self, request: HttpRequest, obj: Course, form: Any, change: bool) -> None:
        if change and form.has_changed():
            names = [name for name in form.changed_data if name != "stamp"]
            fields = {name: form.cleaned_data[name] for name in names}
            stamp = form.cleaned_data["stamp"]
            by = cast("Any", request.user)
            editing.save_course(course=obj, stamp=stamp, by=by, **fields)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            authoring.mark_changed(form.instance)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        course = pages.the_object(self, request, object_id)
        shown = {
            **self.outlined(request, course),
            "badge": state_badge(course.state, course.number),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, shown)

    @page_action(description=gettext_lazy("Publish…"), icon="publish", primary=True)
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return publish_page(self, request, pages.the_object(self, request, object_id))

    @page_action(description=gettext_lazy("See on the site"), icon="open_in_new")
    def see(self, request: HttpRequest, object_id: str) -> HttpResponse:
        course = pages.the_object(self, request, object_id)
        if course.current_release_id:
            return redirect(public_address(course))
        messages.info(request, _("This course is not published yet."))
        return redirect(pages.address(course))
