"""A lesson that is read."""

from django.utils.translation import gettext_lazy

from .kind import Kind

KIND = Kind("article", gettext_lazy("article"), is_text=True)
