"""Owns the forms of a course's files: putting one there, and taking one back for everybody."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite.forms import ModelForm
from campus.adminsite.skin import AreaWidget, FileWidget, TextWidget
from campus.errors import CampusError
from courses.drafting import attaching
from courses.files.inspecting import inspect
from courses.models import Media


class MediaFile(ModelForm[Media]):
    """A file of a course; at a path that is taken it replaces the one there.

    So the path is a field of the form only: the model's would have to be free.
    """

    upload = forms.FileField(label=gettext_lazy("File"), widget=FileWidget)
    where = forms.CharField(
        label=gettext_lazy("Path"),
        widget=TextWidget,
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "How lessons refer to it. Empty: the name of the file. For several files: their folder."
        ),
    )

    class Meta:
        model = Media
        fields = ("course",)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        upload = cast("UploadedFile[Any] | None", given.get("upload"))
        if upload is None:
            return given
        given["path"] = given.get("where") or upload.name or ""
        try:
            attaching.refuse_path(given["path"])
            attaching.refuse_size(upload.size or 0)
            given["body"] = upload.read()
            inspect(given["path"], given["body"])
        except CampusError as error:
            self.add_error("upload", error.detail)
        return given


class Description(ModelForm[Media]):
    """What is said of a file, on its page and in a row of the list."""

    class Meta:
        model = Media
        fields = ("alt", "is_decorative", "credit", "licence")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("alt", "").strip() and given.get("is_decorative"):
            self.add_error("alt", _("Say what it shows, or mark it as decorative: not both."))
        return given


class DescriptionInList(Description):
    """Nothing in a row says what its fields are but the head of their column: each says it too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alt"].widget = AreaWidget(attrs={"rows": 2})
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{capfirst(field.label)}: {self.instance.path}"


class Reason(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is kept, with your name, for campus staff to read."),
    )
