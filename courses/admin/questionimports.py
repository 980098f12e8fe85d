"""Owns the page on which questions of another format are taken in, after a look at them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from campus.adminsite.skin import ModelAdmin
from courses.models import Lesson, QuestionBank


def import_page(
    admin: ModelAdmin[Any], request: HttpRequest, owner: Lesson | QuestionBank, *, done: str
) -> HttpResponse:
    """Until other formats are read, back to where questions are written."""
    messages.warning(request, _("Other formats cannot be read yet: write the questions as text."))
    return redirect(done)
