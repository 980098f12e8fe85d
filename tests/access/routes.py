"""Owns the walk over the URL table: every route, its methods, and whether it names its policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from campus.rest.policies import NobodyUnlessNamed

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Doors of packages that bring their own policy, each tested as what it is below this folder.
FOREIGN = {"headless:": "allauth", "account_": "allauth", "admin:": "the admin"}


@dataclass(frozen=True)
class Route:
    name: str
    pattern: str
    view: Any

    @property
    def methods(self) -> tuple[str, ...]:
        if kind := _class_of(self.view):
            return tuple(m for m in METHODS if hasattr(kind, m.lower()))
        named = getattr(self.view, "methods", ("GET",))
        return tuple(method for method in METHODS if method in named)

    @property
    def is_foreign(self) -> bool:
        return self.name.startswith(tuple(FOREIGN))

    @property
    def names_its_policy(self) -> bool:
        """A door has a policy that is not the default, a page an audience."""
        kind = _class_of(self.view)
        if kind and issubclass(kind, APIView):
            policies = kind.permission_classes
            return bool(policies) and NobodyUnlessNamed not in policies
        return hasattr(self.view, "audience")


def _class_of(view: Any) -> type | None:
    found: type | None = getattr(view, "cls", None) or getattr(view, "view_class", None)
    return found


def routes() -> list[Route]:
    """Each name once: the pages stand under /fr/ and /en/ with the same name."""
    return list({route.name: route for route in _walk(get_resolver())}.values())


def _walk(resolver: Any, prefix: str = "", namespace: str = "") -> Iterator[Route]:
    for part in resolver.url_patterns:
        pattern = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            inner = f"{namespace}{part.namespace}:" if part.namespace else namespace
            yield from _walk(part, pattern, inner)
        elif isinstance(part, URLPattern):
            yield Route(f"{namespace}{part.name or pattern}", pattern, part.callback)
