"""Owns the forms of achievements: what a new one is of, and what staff write of it."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite.forms import ModelForm
from campus.adminsite.languages import ByLanguage
from campus.adminsite.skin import SelectWidget
from courses.models import Course
from tracks.models import Track

from ..models import Achievement


class NewAchievement(ModelForm[Achievement]):
    """Of one course, in all its translations, or of one team's track."""

    course = forms.ModelChoiceField(
        Course.objects.none(), required=False, label=gettext_lazy("Course"), widget=SelectWidget
    )
    track = forms.ModelChoiceField(
        Track.objects.none(), required=False, label=gettext_lazy("Track"), widget=SelectWidget
    )

    class Meta:
        model = Achievement
        fields = ("kind", "subject_kind")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("course")) == bool(given.get("track")):
            raise forms.ValidationError(_("Choose either a course or a track."))
        return given

    def _post_clean(self) -> None:
        """The domain makes it, or answers the one there is: no row to check for oneness yet."""


class AchievementForm(ModelForm[Achievement]):
    title = ByLanguage(
        label=gettext_lazy("Title"),
        required=False,
        help_text=gettext_lazy("Left empty, it is that of the course or track."),
    )
    description = ByLanguage(
        label=gettext_lazy("Text"),
        area=True,
        required=False,
        help_text=gettext_lazy("What its holder did. Left empty, the course says it."),
    )
    source_language = forms.ChoiceField(
        label=gettext_lazy("Source language"), choices=settings.LANGUAGES, widget=SelectWidget
    )

    class Meta:
        model = Achievement
        fields = (
            "title", "description", "source_language", "least_trust", "valid_for_months",
            "renewal_opens_months", "template",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        months, opens = given.get("valid_for_months"), given.get("renewal_opens_months")
        if opens is not None and not months:
            self.add_error(
                "renewal_opens_months",
                _("What is valid for ever is never renewed: say how long it is valid."),
            )
        elif opens is not None and opens > (months or 0):
            self.add_error(
                "renewal_opens_months", _("Renewal opens while it is valid: take fewer months.")
            )
        return given
