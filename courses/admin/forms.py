"""Owns the forms of lessons: what is checked before a function of the domain is called."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite.forms import ModelForm
from campus.adminsite.skin import SelectWidget
from campus.errors import Conflict
from courses import kinds
from courses.drafting import editing
from courses.models import Course, Lesson, Module

from . import filechoice
from .comparing import Meanwhile, meanwhile, with_value
from .filechoice import FileChoice
from .markdown import MarkdownWidget

CAPTIONS = "captions_"
TEXTS = frozenset({"source", "transcript"})


class NewLesson(ModelForm[Lesson]):
    kind = forms.ChoiceField(
        choices=kinds.choices, widget=SelectWidget, label=gettext_lazy("Kind"), initial="article"
    )

    class Meta:
        model = Lesson
        fields = ("module", "title", "kind")


class LessonText(ModelForm[Lesson]):
    """A lesson's form; files are chosen among those of the course, not typed.

    `version` is the one that was seen. Once somebody saved meanwhile, the form holds her text and
    the new version: saved again, it replaces what it shows, and only that.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    meanwhile: Meanwhile | None = None

    class Meta:
        model = Lesson
        fields = "__all__"
        widgets = {"source": MarkdownWidget}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        course = self.instance.module.course
        self.initial["version"] = self.instance.version
        if "module" in self.fields:
            modules = cast("forms.ModelChoiceField[Module]", self.fields["module"])
            modules.queryset = course.modules.filter(archived_at=None)
        for name in TEXTS & self.fields.keys():
            cast("forms.CharField", self.fields[name]).strip = False
        if "source" in self.fields:
            self.fields["source"].widget.attrs |= _preview(self.instance)
        if "move_on" in self.fields:
            self._offer_what_the_kind_allows()
        if "file" in self.fields:
            accept = self.kind.accepts
            self.fields["file"].widget = FileChoice(course, self.instance.file, accept=accept)
            self.fields["file"].help_text = ""
        if self.kind.is_heard:
            self._offer_captions(course)

    @property
    def kind(self) -> kinds.Kind:
        return kinds.KINDS[self.instance.kind]

    def clean_source(self) -> str:
        return as_written(self.cleaned_data["source"])

    def clean_transcript(self) -> str:
        return as_written(self.cleaned_data["transcript"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            editing.refuse_stale(lesson=self.instance, version=given.get("version", 0))
        except Conflict as error:
            now = Lesson.objects.select_related("changed_by").get(pk=self.instance.pk)
            by = now.changed_by.name if now.changed_by else ""
            self.meanwhile = meanwhile(self, now, by=by, at=now.changed_at)
            self.data = with_value(self.data, "version", str(now.version))
            self.add_error(None, error.detail)
        return given

    @property
    def captions(self) -> dict[str, str] | None:
        """By language, the file chosen; None for a lesson that has no film."""
        chosen = {
            name.removeprefix(CAPTIONS): str(path)
            for name, path in self.cleaned_data.items()
            if name.startswith(CAPTIONS)
        }
        return chosen or None

    def _offer_captions(self, course: Course) -> None:
        now = dict(self.instance.captions.values_list("language", "path"))
        names = dict(settings.LANGUAGES)
        for name in caption_fields(self.instance):
            language = name.removeprefix(CAPTIONS)
            widget = FileChoice(course, now.get(language, ""), accept=filechoice.CAPTIONS)
            label = _("Captions: {language}").format(language=names.get(language, language))
            self.fields[name] = forms.CharField(required=False, widget=widget, label=label)
            self.initial[name] = now.get(language, "")

    def _offer_what_the_kind_allows(self) -> None:
        """The kind says what completes a lesson; its author, whether that counts."""
        usual, never = self.kind.move_on, Lesson.MoveOn.NOT_APPLICABLE
        if self.instance.move_on != never:
            self.initial["move_on"] = usual
        field = cast("forms.ChoiceField", self.fields["move_on"])
        field.choices = [(usual, Lesson.MoveOn(usual).label), (never, never.label)]


def as_written(text: str) -> str:
    """Browsers send line ends of their own; a lesson that nobody changed must stay the same."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def caption_fields(lesson: Lesson) -> list[str]:
    """One for each language of the campus, and for every other one that has captions."""
    usual = [code for code, _name in settings.LANGUAGES]
    more = lesson.captions.exclude(language__in=usual).values_list("language", flat=True)
    return [f"{CAPTIONS}{language}" for language in [*usual, *more]]


def _preview(lesson: Lesson) -> dict[str, str]:
    course_id = lesson.module.course_id
    anywhere = reverse("admin:courses_media_bytes", args=[course_id, "digest"])
    return {
        **{
            f"data-{name}": reverse(f"admin:courses_lesson_{name}", args=[lesson.pk])
            for name in ("preview", "paste", "image", "open", "close")
        },
        "data-version": str(lesson.version),
        "data-lesson": str(lesson.pk),
        "data-media": anywhere.removesuffix("digest"),
        "data-language": lesson.module.course.language,
        "lang": lesson.module.course.language,
        **({} if kinds.KINDS[lesson.kind].is_text else {"data-short": ""}),
    }
