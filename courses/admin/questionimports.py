"""Owns the page on which questions of another format are taken in, after a look at them."""

from typing import Any, cast
from uuid import UUID

import msgspec
from django import forms
from django.contrib import messages
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campus.accounts.models import User
from campus.adminsite import pages
from campus.adminsite.skin import AreaWidget, FileWidget, ModelAdmin, SelectWidget
from campus.errors import CampusError
from courses.importing import arriving
from courses.models import Lesson, QuestionBank
from courses.questionimports.decoding import MOST_BYTES
from courses.questionimports.formats import FORMATS, read_questions
from courses.questionimports.shapes import MOST_QUESTIONS, Read
from courses.questionimports.taking import language_of, look, take

from .importlooks import page_of

SALT, DAY = "courses.questions", 86_400
MOST_PASTED = 1_000_000


class Questions(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"), required=False, widget=FileWidget(),
        help_text=gettext_lazy("GIFT, Aiken, Moodle XML, or a table saved as CSV; in UTF-8."),
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Or its text, pasted"), required=False, strip=False,
        max_length=MOST_PASTED, widget=AreaWidget(attrs={"rows": 12}),
    )  # fmt: skip
    written_as = forms.ChoiceField(
        label=gettext_lazy("Format"), required=False, widget=SelectWidget(),
        choices=[("", gettext_lazy("told by its marks")), *((f.name, f.title) for f in FORMATS)],
    )  # fmt: skip

    def clean_file(self) -> "UploadedFile[Any] | None":
        file = cast("UploadedFile[Any] | None", self.cleaned_data["file"])
        if file and (file.size or 0) > MOST_BYTES:
            detail = _("The file has more than {most} MB: make several files of it.")
            raise forms.ValidationError(detail.format(most=MOST_BYTES // 2**20))
        return file

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if not self.errors and bool(sent.get("file")) == bool(sent.get("text", "").strip()):
            raise forms.ValidationError(_("Choose a file or paste its text: one of the two."))
        return sent

    def bytes(self) -> bytes:
        file = self.cleaned_data["file"]
        return cast("bytes", file.read()) if file else self.cleaned_data["text"].encode()


def import_page(
    admin: ModelAdmin[Any], request: HttpRequest, owner: Lesson | QuestionBank, *, done: str
) -> HttpResponse:
    """First what to read, then a look at it, then it is taken; `done` is where one comes from."""
    if "sent" in request.GET:
        return _look_page(request, owner, done)
    form = Questions(pages.sent(request), request.FILES or None)

    def act() -> str:
        language, written_as = language_of(owner), form.cleaned_data["written_as"]
        read = read_questions(form.bytes(), language=language, written_as=written_as)
        return f"{request.path}?{urlencode({'sent': _kept(read, request, owner)})}"

    said = _("You see every question first, as learners will; nothing is written before.")
    limits = _("One file may hold {most} questions and {megabytes} MB.")
    return pages.ask(
        admin, request, owner, form=form, act=act, back=done,
        title=_("Import questions: {title}").format(title=owner.title),
        button=_("Look at the questions"),
        introduction=[said, limits.format(most=MOST_QUESTIONS, megabytes=MOST_BYTES // 2**20)],
    )  # fmt: skip


def _kept(read: Read, request: HttpRequest, owner: Lesson | QuestionBank) -> str:
    """A token for what was read, which waits where archives do until she says yes."""
    kept = arriving.keep(ContentFile(msgspec.json.encode(read)))
    person = str(request.user.pk)
    return signing.dumps({"kept": kept, "to": str(owner.pk), "person": person}, salt=SALT)


def _sent(request: HttpRequest, owner: Lesson | QuestionBank) -> str:
    """Where it is kept; only for whoever sent it herself, for this owner, a day ago at most."""
    try:
        sent: dict[str, str] = signing.loads(request.GET["sent"], salt=SALT, max_age=DAY)
    except signing.BadSignature as error:
        raise Http404 from error
    if (UUID(sent["person"]), UUID(sent["to"])) != (request.user.pk, owner.pk):
        raise Http404
    return sent["kept"]


def _look_page(request: HttpRequest, owner: Lesson | QuestionBank, done: str) -> HttpResponse:
    kept, refused = _sent(request, owner), ""
    try:
        with arriving.opened(kept) as path:
            read = msgspec.json.decode(path.read_bytes(), type=Read)
        if request.method == "POST":
            return _take(request, read, owner, kept, done)
    except CampusError as error:
        if error.status == 404:
            messages.error(request, error.detail)
            return redirect(request.path)
        refused = error.detail
    return _shown(request, read, owner, done, refused)


def _take(
    request: HttpRequest, read: Read, owner: Lesson | QuestionBank, kept: str, done: str
) -> HttpResponse:
    by, seen = cast("User", request.user), request.POST.get("seen", "")
    many = len(take(read, to=owner, by=by, seen=seen).questions)
    arriving.forget(kept)
    said = ngettext("{many} question taken.", "{many} questions taken.", many)
    messages.success(request, said.format(many=many))
    return redirect(done)


def _shown(
    request: HttpRequest, read: Read, owner: Lesson | QuestionBank, done: str, refused: str
) -> HttpResponse:
    found = look(read, to=owner)
    page, findings = page_of(found, request.GET.get("page", "1"), to=owner)
    context = {
        "owner": owner, "language": language_of(owner), "found": found, "page": page,
        "findings": findings, "refused": refused, "done": done, "again": request.path,
        "sent": request.GET["sent"], "many": len(found.questions),
    }  # fmt: skip
    answer = render(request, "admin/courses/questionbank/import_look.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
