"""Owns the forms of looks: colours, fonts and pictures as fields, kept as one theme."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campus.adminsite.forms import ModelForm
from campus.adminsite.skin import AreaWidget, FileWidget, SelectWidget, TextWidget
from campus.errors import CampusError, Fault, Invalid
from workers.certificates.pages import colours, picturing, themes

from ..models import CertificateTemplate, Picture

LAYOUTS = (
    ("panel", gettext_lazy("Panel: landscape, with a coloured side")),
    ("classical", gettext_lazy("Classical: landscape, centred in a frame")),
    ("modern", gettext_lazy("Modern: portrait, white and light")),
)
PLACES = (
    ("beside", gettext_lazy("beside the issuer’s name")),
    ("alone", gettext_lazy("in place of the issuer’s name")),
    ("seal", gettext_lazy("in the seal")),
)
THEME_FIELDS = (
    "page", "headings", "texts", "paper", "main", "accent", "ink", "soft", "has_seal", "logo_place"
)  # fmt: skip


# By the name of the theme, which is the same in every language.
BUILT_IN = {
    "pine": gettext_lazy("Pine"),
    "midnight": gettext_lazy("Midnight"),
    "laurel": gettext_lazy("Laurel"),
    "daylight": gettext_lazy("Daylight"),
}
# By the code of a fault: `themes` knows nothing of languages.
WRONG = {
    "dark_paper": gettext_lazy("The paper must be light: certificates are printed."),
    "unreadable": gettext_lazy(
        "Its contrast with the paper is too low for text. Choose a darker colour."
    ),
    "unknown_field": gettext_lazy("A theme has no such field."),
    "not_offered": gettext_lazy("Choose one of those that are offered."),
    "no_colour": gettext_lazy("Write the colour as # and six figures or letters: #0f3d2f."),
    "no_name": gettext_lazy("The name has 1 to 120 letters."),
    "neither": gettext_lazy("It is there or it is not: nothing else can be said of it."),
}


class ColourWidget(TextWidget):
    input_type = "color"


def colour(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, widget=ColourWidget())


def choice(label: Any, choices: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, help_text=help_text, widget=SelectWidget()
    )


class TemplateForm(ModelForm[CertificateTemplate]):
    page = choice(gettext_lazy("Layout"), LAYOUTS)
    headings = choice(gettext_lazy("Font of headings"), [(f, f) for f in themes.FONTS])
    texts = choice(gettext_lazy("Font of texts"), [(f, f) for f in themes.FONTS])
    paper = colour(gettext_lazy("Paper"), gettext_lazy("The ground; light, for it is printed."))
    main = colour(gettext_lazy("Main colour"), gettext_lazy("Titles, large areas, the QR code."))
    accent = colour(gettext_lazy("Accent"), gettext_lazy("Lines and ornaments."))
    ink = colour(gettext_lazy("Ink"), gettext_lazy("Texts."))
    soft = colour(gettext_lazy("Soft ink"), gettext_lazy("Small texts and labels."))
    has_seal = forms.BooleanField(label=gettext_lazy("Seal"), required=False)
    logo_place = choice(gettext_lazy("Place of the logo"), PLACES)
    logo_file = forms.FileField(
        label=gettext_lazy("Logo"), required=False,
        help_text=gettext_lazy("PNG, JPEG or WebP, up to 5 MB. It shows once it is saved."),
        widget=FileWidget(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )  # fmt: skip
    without_logo = forms.BooleanField(label=gettext_lazy("Without logo"), required=False)

    class Meta:
        model = CertificateTemplate
        fields = ("name", "organisation", "is_default", "layout")
        widgets = {"layout": AreaWidget(attrs={"rows": 18, "spellcheck": "false", "dir": "ltr"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in fields_of(self.instance.theme).items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            self.instance.theme = asdict(theme_of(given, given.get("name", "")))
        except Invalid as wrong:
            for fault in wrong.faults:
                name = field_of(fault)
                self.add_error(name if name in self.fields else None, said(fault, given))
        self.instance.logo = self._logo(given)
        return given

    def _logo(self, given: Mapping[str, Any]) -> Picture | None:
        file = given.get("logo_file")
        if not file:
            return None if given.get("without_logo") else self.instance.logo
        try:
            return picturing.keep_logo(file.read(picturing.MOST_BYTES + 1))
        except CampusError as error:
            self.add_error("logo_file", error.detail)
            return self.instance.logo


def theme_of(given: Mapping[str, Any], name: str) -> themes.Theme:
    """From the fields of a form, or of an address. Raises Invalid as `themes.parse` does."""
    theme = {field: given[field] for field in THEME_FIELDS if given.get(field) not in (None, "")}
    if "page" in theme:
        theme["layout"] = theme.pop("page")
    seal = given.get("has_seal")
    return themes.parse(theme | {"name": name or "–", "has_seal": seal in (True, "on", "true")})


def fields_of(theme: Mapping[str, Any]) -> dict[str, Any]:
    fields = asdict(themes.parse(theme))
    return {"page": fields.pop("layout")} | {
        name: value for name, value in fields.items() if name in THEME_FIELDS
    }


def field_of(fault: Fault) -> str:
    name = fault.pointer.removeprefix("/")
    return "page" if name == "layout" else name


def told(fault: Fault, given: Mapping[str, Any]) -> str:
    """As `said`, where no field stands beside it."""
    field = TemplateForm.base_fields.get(field_of(fault))
    text = said(fault, given)
    return _("{field}: {fault}").format(field=field.label, fault=text) if field else text


def said(fault: Fault, given: Mapping[str, Any]) -> str:
    """What is wrong with a field, in the reader's language."""
    name = field_of(fault)
    if fault.code == "unreadable" and {name, "paper"} <= given.keys():
        ratio = colours.contrast(given[name], given["paper"])
        text = _(
            "Its contrast with the paper is {ratio}; text needs {least}. Choose a darker colour."
        )
        shown = number_format(ratio, 1), number_format(colours.LEAST_CONTRAST, 1)
        return text.format(ratio=shown[0], least=shown[1])
    return str(WRONG.get(fault.code, fault.detail))
