"""Owns how texts in several languages are edited: one plain field per language, never JSON."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class ByLanguage(forms.MultiValueField):
    """A `{bcp47: text}` as one field per language of the campus; other languages are kept."""

    def __init__(self, *, area: bool = False, required: bool = True, **kwargs: Any) -> None:
        kwargs.pop("encoder", None), kwargs.pop("decoder", None)
        codes = [code for code, _name in settings.LANGUAGES]
        fields = [forms.CharField(required=False) for _code in codes]
        super().__init__(
            fields,
            widget=ByLanguageWidget(codes, area=area),
            require_all_fields=False,
            required=required,
            **kwargs,
        )
        self.error_messages["required"] = str(_("Write it in at least one language."))

    def compress(self, data_list: list[str]) -> dict[str, str]:
        codes = [code for code, _name in settings.LANGUAGES]
        return {code: text.strip() for code, text in zip(codes, data_list, strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial if isinstance(initial, dict) else {}
        return self.compress([str(text or "") for text in data or []]) != before


class ByLanguageWidget(forms.MultiWidget):
    template_name = "adminsite/by_language.html"
    use_fieldset = True

    def __init__(self, codes: list[str], *, area: bool = False) -> None:
        from .skin import AreaWidget, TextWidget

        self.codes = codes
        kind = AreaWidget if area else TextWidget
        super().__init__({code: kind(attrs=_attrs(code, area)) for code in codes})

    def decompress(self, value: Any) -> list[str]:
        texts = value if isinstance(value, dict) else {}
        return [texts.get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        names = dict(settings.LANGUAGES)
        for code, widget in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            widget["language"] = names[code]
        return context


def _attrs(code: str, area: bool) -> dict[str, Any]:
    return {"lang": code, **({"rows": 3} if area else {})}
