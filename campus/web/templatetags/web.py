"""Owns the small words of templates: icons, covers, texts by language, durations."""

from collections.abc import Mapping
from zlib import crc32

from django import template
from django.forms import BoundField
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import resolve, translate_url
from django.urls.exceptions import Resolver404
from django.utils.encoding import escape_uri_path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy

from courses.kinds import KINDS
from workers.progress.rules.decisions import whole_percents

register = template.Library()
COVERS = 6
# Picked so that the six courses of the demo campus all look different.
_SALT = 47


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing beside a word; it is never the only bearer of a meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("web/icons.svg"),
        name,
    )


@register.filter
def tied(text: str) -> str:
    """A title whose middle dots do not begin a line."""
    return text.replace(" · ", "\N{NO-BREAK SPACE}· ")


@register.simple_tag
def cover(key: object, extra: str = "") -> SafeString:
    """One of six drawings on one of six grounds; the same key always has the same ones."""
    ground, drawing = divmod(crc32(f"{_SALT}.{key}".encode()) % COVERS**2, COVERS)
    return format_html(
        '<svg class="cover cover--{} {}" aria-hidden="true"><use href="{}#c{}"></use></svg>',
        ground + 1,
        extra,
        static("web/covers.svg"),
        drawing + 1,
    )


@register.simple_tag(takes_context=True)
def this_page_in(context: Mapping[str, HttpRequest], language: str) -> str:
    """The address of this very page in another language, with its query.

    The pages about certificates do not move with the language: there it is a part of the query.
    """
    request = context.get("request")
    if request and request.path_info.startswith("/verify"):
        query = request.GET.copy()
        query["language"] = language
        return f"{escape_uri_path(request.path)}?{query.urlencode()}"
    address = request.get_full_path() if request else "/"
    translated = translate_url(address, language)
    return translated if translated != address else f"/{language}/"


@register.simple_tag(takes_context=True)
def current(context: Mapping[str, HttpRequest], *names: str) -> SafeString | str:
    """`aria-current` for the navigation's link to the page that is shown."""
    try:
        here = resolve(context["request"].path_info).view_name
    except (KeyError, Resolver404):
        return ""
    return (
        format_html('aria-current="{}"', "page" if here == names[0] else "true")
        if (here in names)
        else ""
    )


@register.filter
def localised(texts: Mapping[str, str] | str) -> str:
    """The text in the reader's language, else in French, else in any that there is."""
    if isinstance(texts, str):
        return texts
    wanted = (get_language() or "fr").split("-")[0]
    return texts.get(wanted) or texts.get("fr") or next(iter(texts.values()), "")


@register.filter
def duration(minutes: int) -> str:
    """Whole minutes as people say them: 45 min, 1 h 20."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return gettext("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)d h") % {"hours": hours}
    return gettext("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest}


@register.filter
def spent(seconds: int) -> str:
    """Time spent as people say it: whole minutes, of which the first is begun at once."""
    return duration(max(1, round(int(seconds) / 60)))


@register.filter
def percent(fraction: float) -> int:
    return whole_percents(fraction)


@register.filter
def state_label(state: str) -> str:
    return str(STATES.get(state, state))


@register.filter
def kind_label(kind: str) -> str:
    """What people call a kind of lesson, or of a track's step."""
    return str(KINDS[kind].label if kind in KINDS else STEPS.get(kind, kind))


@register.filter
def kind_icon(kind: str) -> str:
    return KINDS[kind].icon if kind in KINDS else "article"


STATES = {
    "not_started": gettext_lazy("not started"),
    "in_progress": gettext_lazy("in progress"),
    "completed": gettext_lazy("completed"),
    "accredited": gettext_lazy("accredited"),
    "waived": gettext_lazy("waived"),
    "failed": gettext_lazy("not passed yet"),
}
STEPS = {
    "course": gettext_lazy("course"),
    "workshop": gettext_lazy("workshop"),
}


@register.filter
def language_label(code: str) -> str:
    return str(LANGUAGES.get(code, code))


LANGUAGES = {"fr": gettext_lazy("French"), "en": gettext_lazy("English")}


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The form field with our look; a placeholder that repeats the label helps nobody."""
    attributes: dict[str, str | bool] = {"placeholder": False}
    if field.widget_type not in ("checkbox", "radioselect"):
        attributes["class"] = "input"
    return field.as_widget(attrs=attributes)


@register.filter
def words(text: str) -> list[str]:
    return text.split()
