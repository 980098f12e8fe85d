"""Owns the rule that nobody may do anything in the admin unless a class of ours says so."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from django.http import HttpRequest

from . import access

Deed = Literal["view", "add", "change", "delete"]
READING: frozenset[str] = frozenset({"view"})
WRITING: frozenset[str] = frozenset({"view", "add", "change"})
ALL: frozenset[str] = frozenset({"view", "add", "change", "delete"})


class Guarded:
    """Denied unless `may` allows; `deeds` is what anybody at all may ever do here.

    Django's permissions and groups are never asked.
    """

    deeds: ClassVar[frozenset[str]] = WRITING

    if not TYPE_CHECKING:

        def __class_getitem__(cls, model):
            return cls

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._allows(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allows(request, "view", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allows(request, "add", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allows(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allows(request, "delete", obj)

    def _allows(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        return deed in self.deeds and access.has_entered(request) and self.may(request, deed, obj)


class ForCampusStaff(Guarded):
    """Pages that only campus staff see."""

    def may(self, request: HttpRequest, deed: Deed, obj: Any = None) -> bool:
        return access.is_campus_staff(request)
