"""Owns the admin of achievements: what staff and trainers write, and what they see of each."""

from typing import Any, cast

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast, Concat
from django.forms import ModelChoiceField
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.accounts.admin.owned import OF_ORGANISATION, Owned, OwnedInline
from campus.accounts.models import Role, User
from campus.adminsite.guarding import ALL
from campus.adminsite.making import Made
from campus.adminsite.skin import ModelAdmin, TabularInline
from courses.models import Course
from tracks.models import Track
from workers.certificates.authoring.beginning import begin

from ..models import Achievement, AchievementSignatory, AchievementSkill, CertificateTemplate
from ..models import Signatory as SignatoryModel
from ..models.titles import Titled
from .achievementdeeds import AchievementDeeds
from .achievementforms import AchievementForm, NewAchievement

TRAINERS = (Role.Kind.TRAINER,)


class SkillInline(OwnedInline, TabularInline[AchievementSkill, Achievement]):
    model = AchievementSkill
    kinds = TRAINERS
    deeds = ALL
    verbose_name, verbose_name_plural = gettext_lazy("skill"), gettext_lazy("Skills")
    autocomplete_fields = ("skill",)


class SignatoryInline(OwnedInline, TabularInline[AchievementSignatory, Achievement]):
    model = AchievementSignatory
    kinds = TRAINERS
    deeds = ALL
    verbose_name, verbose_name_plural = gettext_lazy("signatory"), gettext_lazy("signatories")
    fields = ("position", "signatory")

    def choices(self, field: Any, request: HttpRequest) -> QuerySet[Any]:
        return SignatoryModel.objects.filter(organisation__in=self.organisations(request))


@admin.register(Achievement)
class AchievementAdmin(AchievementDeeds, Made, Owned, ModelAdmin[Achievement]):
    kinds = TRAINERS
    list_display = ("named", "earned_by", "kind", "subject_kind", "state", "organisation")
    list_filter = (OF_ORGANISATION, "kind", "target_kind", "is_draft")
    list_select_related = ("organisation",)
    search_fields = ("words",)
    ordering = ("-changed_at",)
    fieldsets = (
        (None, {"fields": ("earned_by", ("kind", "subject_kind"), "state", "organisation")}),
        (gettext_lazy("Texts"), {"fields": ("title", "description", "source_language")}),
        (
            gettext_lazy("Rule"),
            {"fields": ("least_trust", ("valid_for_months", "renewal_opens_months"))},
        ),
        (gettext_lazy("Look"), {"fields": ("template",)}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("course", "track", "kind", "subject_kind"),
                "description": gettext_lazy("Choose either a course or a track."),
            },
        ),
    )
    readonly_fields = ("earned_by", "kind", "subject_kind", "state", "organisation")
    inlines = (SkillInline, SignatoryInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Achievement]:
        alive = Q(credentials__revoked_at=None, credentials__superseded_at=None)
        found = cast("Titled[Achievement]", super().get_queryset(request))
        # As text, for Django compares JSON with JSON.
        titles = [Cast(name, TextField()) for name in ("title", "titles_of_target")]
        return found.with_target_titles().annotate(
            live=Count("credentials", filter=alive), words=Concat(*titles)
        )

    @admin.display(description=gettext_lazy("Achievement"))
    def named(self, achievement: Achievement) -> str:
        return str(achievement)

    @admin.display(description=gettext_lazy("Earned by completing"))
    def earned_by(self, achievement: Achievement) -> str:
        return f"{achievement.get_target_kind_display()} · {achievement.target_title}"

    @admin.display(description=gettext_lazy("State"))
    def state(self, achievement: Any) -> str:
        if achievement.archived_at:
            return _("archived: nothing new is issued")
        if achievement.is_draft:
            return _("draft: nothing is issued before it is published")
        words = (
            _("{issued} in force")
            if achievement.is_authored
            else _("{issued} in force, in the words of the course or track")
        )
        return words.format(issued=getattr(achievement, "live", 0))

    def choices(self, field: Any, request: HttpRequest) -> QuerySet[Any]:
        if field.related_model is CertificateTemplate:
            return CertificateTemplate.objects.filter(organisation__in=self.organisations(request))
        return super().choices(field, request)

    def get_fieldsets(self, request: HttpRequest, obj: Achievement | None = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Achievement | None = None) -> Any:
        return self.readonly_fields if obj else ()

    def get_inlines(self, request: HttpRequest, obj: Achievement | None) -> Any:
        return self.inlines if obj else ()

    def get_form(
        self, request: HttpRequest, obj: Achievement | None = None, change: bool = False,
        **kwargs: Any,
    ) -> Any:  # fmt: skip
        kwargs["form"] = AchievementForm if obj else NewAchievement
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None:
            mine = self.organisations(request)
            course = cast("ModelChoiceField[Course]", form.base_fields["course"])
            course.queryset = Course.objects.filter(
                organisation__in=mine, current_release__isnull=False
            ).order_by("title")
            track = cast("ModelChoiceField[Track]", form.base_fields["track"])
            track.queryset = Track.objects.filter(team__organisation__in=mine)
        return form

    def make(self, request: HttpRequest, given: dict[str, Any]) -> Achievement:
        achievement, is_new = begin(
            of=given["course"] or given["track"],
            kind=given["kind"],
            subject_kind=given["subject_kind"],
            by=cast("User", request.user),
        )
        if not is_new:
            messages.info(request, _("There is one already: here it is."))
        return achievement

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Noted by `begin`, as every deed of the domain."""
        return None

    def response_change(self, request: HttpRequest, obj: Achievement) -> HttpResponse:
        if obj.versions.filter(published_by__isnull=False).exists():
            messages.info(request, _("Saved. It counts from the next publication on."))
        return super().response_change(request, obj)
