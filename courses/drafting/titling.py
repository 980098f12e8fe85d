"""Owns the titles of modules: renamed by whoever saw the title that goes."""

from django.db import transaction
from django.utils.translation import gettext as _

from campus.accounts.models import User
from campus.audit import noting
from campus.errors import Conflict
from courses.drafting.authoring import mark_changed
from courses.models import Module


@transaction.atomic
def rename_module(*, module: Module, title: str, seen: str, by: User | None = None) -> Module:
    """Give the module that was called `seen` another title; answers it as it now is.

    Raises Conflict("edited_meanwhile") if somebody renamed it since: nothing is written then.
    """
    row = refuse_renamed(module=module, seen=seen)
    if row.title == title:
        return row
    row.title = title
    row.save(update_fields=["title"])
    mark_changed(row.course)
    detail = {"before": seen, "after": title}
    noting.note(by=by, deed="module.renamed", about=row, within=row.course_id, detail=detail)
    return row


def refuse_renamed(*, module: Module, seen: str) -> Module:
    """The module, locked until the transaction ends; its title is all that it says of itself."""
    row = Module.objects.select_for_update(of=("self",)).get(pk=module.pk)
    if row.title != seen:
        raise Conflict(
            _("Somebody renamed this module while you were writing: compare, then save again."),
            code="edited_meanwhile",
        )
    return row
