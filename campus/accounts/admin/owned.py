"""Owns the rule of the trainers' admin: what belongs to an organisation is shown to its people."""

from collections.abc import Collection
from functools import reduce
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from django.contrib.admin import RelatedOnlyFieldListFilter
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst

from campus.accounts import roles
from campus.accounts.models import Organisation, Role, User
from campus.adminsite.guarding import Deed, Guarded

if TYPE_CHECKING:
    from campus.adminsite.skin import ModelAdmin, TabularInline

    Base = ModelAdmin[Any]
    InlineBase = TabularInline[Any, Any]
else:
    Base = InlineBase = object


class OwnOnly(RelatedOnlyFieldListFilter):
    """Names only what one sees something of, under the model's name in the reader's language."""

    def __init__(self, field: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(field, *args, **kwargs)
        self.title = field.related_model._meta.verbose_name


OF_ORGANISATION = ("organisation", OwnOnly)


class WithOwnChoices(Guarded):
    """Choices of a form are limited to what its person may see; the server checks them too."""

    kinds: ClassVar[Collection[Role.Kind]] = roles.AUTHORING

    def organisations(self, request: HttpRequest) -> set[UUID]:
        """Asked many times a page, so the answer stays with the request."""
        name = "_organisations_" + "_".join(sorted(self.kinds))
        if not hasattr(request, name):
            person = cast("User", request.user)
            setattr(request, name, roles.organisations_of(person, *self.kinds))
        return cast("set[UUID]", getattr(request, name))

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """A key without a name of its own is called what it leads to, in the reader's language."""
        if "queryset" not in kwargs:
            kwargs["queryset"] = self.choices(db_field, request)
        if db_field.related_model is Organisation and len(self.organisations(request)) == 1:
            kwargs.setdefault("initial", *self.organisations(request))
        if db_field.verbose_name == db_field.name.replace("_", " "):
            name = cast("type[Any]", db_field.related_model)._meta.verbose_name
            kwargs.setdefault("label", capfirst(str(name)))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def choices(self, field: "Field[Any, Any]", request: HttpRequest) -> QuerySet[Any]:
        """What a person may choose: her organisations, or what she sees in its own list."""
        model = cast("type[Any]", field.related_model)
        if model is Organisation:
            return Organisation.objects.filter(id__in=self.organisations(request))
        site = cast("Base", self).admin_site
        return site.get_model_admin(model).get_queryset(request)


class Owned(WithOwnChoices, Base):
    """For admin classes of what an organisation owns; `owner` is the way to it.

    Hidden and missing are the same: the object is looked up in the filtered list.
    """

    owner: ClassVar[str] = "organisation"

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        organisations = self.organisations(request)
        return bool(organisations) if obj is None else self.owner_of(obj).id in organisations

    def owner_of(self, obj: Any) -> Organisation:
        return cast("Organisation", reduce(getattr, self.owner.split("__"), obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        mine = {f"{self.owner}__in": self.organisations(request)}
        return super().get_queryset(request).filter(**mine)


class OwnedInline(WithOwnChoices, InlineBase):
    """Rows of an owned object; whoever may open that object may change them."""

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        return bool(self.organisations(request))
