"""Owns the canonical form (RDFC-1.0) of a credential, from bundled contexts and without network."""

import hashlib
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

from cachetools import LRUCache
from pyld import jsonld
from pyld.canon import URDNA2015
from pyld.context_resolver import ContextResolver
from pyld.resolved_context import ResolvedContext

from campus.errors import Invalid

CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

_FOLDER = Path(__file__).with_name("contexts")
# The first digest is the one printed in appendix B.2 of the VC Data Model 2.0.
_BUNDLED: Final[Mapping[str, tuple[str, str]]] = {
    CREDENTIALS_V2: (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    OPEN_BADGES_V3: (
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
}
# What one of ours needs: a few dozens. Orders to try grow as the factorial of parts alike.
MOST_COMPARISONS: Final = 500
MOST_ALIKE: Final = 5
# What is not absolute is resolved against this by PyLD, and refused.
_NOWHERE: Final = "https://relative.invalid/"
# PyLD's cache of parsed contexts is a plain dictionary: threads that canonicalise take turns.
_turn = threading.Lock()
_parsed: LRUCache[str, Any] = LRUCache(maxsize=500)
# By identity, and kept with it: no other object has the identity of one that lives.
_scoped: dict[int, tuple[Any, ResolvedContext]] = {}


def canonical_form(document: Mapping[str, Any]) -> bytes:
    """The sorted N-Quads that a proof is made over.

    Raises Invalid where the document holds anything that would silently fall out of the
    canonical form (and so out of the signature), or names a context that is not bundled.
    """
    _refuse_foreign_contexts(document)
    _refuse_unsigned_parts(document)
    with _turn:
        try:
            expanded = jsonld.expand(document, _options(), on_property_dropped=_refuse_term)
            _refuse_relative_names(expanded)
            dataset = _Expanded().to_rdf(expanded, _options())
            quads: str = _Bounded().main(dataset, {"format": "application/n-quads"})
        except jsonld.JsonLdError as fault:
            raise _unreadable(f"The document is not well-formed JSON-LD: {fault}") from fault
    return quads.encode()


class _Resolver(ContextResolver):  # type: ignore[misc]  # PyLD is not typed
    """Knows a scoped context of ours by its identity; PyLD writes each out to know it again.

    Only contexts within the bundled ones come here: others are refused before.
    """

    def resolve(self, active_ctx: Any, context: Any, base: str, cycles: Any = None) -> Any:
        if not isinstance(context, dict) or "@context" in context:
            return super().resolve(active_ctx, context, base, cycles)
        known = _scoped.get(id(context))
        if known is None:
            if len(_scoped) > _parsed.maxsize:
                _scoped.clear()
            known = _scoped[id(context)] = (context, ResolvedContext(context))
        return [known[1]]


class _Expanded(jsonld.JsonLdProcessor):  # type: ignore[misc]  # PyLD is not typed
    """Takes its input as it is: expanding what is expanded already changes nothing."""

    def expand(self, input_: Any, options: Any) -> Any:
        return input_


class _Bounded(URDNA2015):  # type: ignore[misc]  # PyLD is not typed
    """RDFC-1.0, which gives up on graphs that were made to take for ever.

    Nameless parts that look the same are told apart by trying out every order of them.
    Source: RDF Dataset Canonicalization 1.0, section 7.1: "dataset poisoning".
    """

    def __init__(self) -> None:
        super().__init__()
        self.comparisons = 0

    def hash_n_degree_quads(self, id_: str, issuer: Any) -> Any:
        self.comparisons += 1
        if self.comparisons > MOST_COMPARISONS:
            raise _too_alike()
        return super().hash_n_degree_quads(id_, issuer)

    def create_hash_to_related(self, id_: str, issuer: Any) -> Any:
        related = super().create_hash_to_related(id_, issuer)
        if any(len(alike) > MOST_ALIKE for alike in related.values()):
            raise _too_alike()
        return related


def _too_alike() -> Invalid:
    return _unreadable("Too many parts of the document look the same to be told apart.")


def _options() -> dict[str, Any]:
    return {
        "base": _NOWHERE,
        "documentLoader": _bundled_only,
        "contextResolver": _Resolver(_parsed, _bundled_only),
    }


def _bundled_only(url: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """PyLD's document loader: the bundled contexts and nothing else, ever."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "tag": "static",  # it never changes: PyLD need not read it again each time
        "document": bundled_context(url),
    }


@cache
def bundled_context(url: str) -> dict[str, Any]:
    if url not in _BUNDLED:
        raise _unreadable(f"The context {url} is not one of those that Campus knows.")
    name, digest = _BUNDLED[url]
    text = (_FOLDER / name).read_bytes()
    if hashlib.sha256(text).hexdigest() != digest:
        raise RuntimeError(f"{name} is not the pinned context any more; restore the file.")
    context: dict[str, Any] = json.loads(text)
    return context


def _refuse_foreign_contexts(document: Mapping[str, Any]) -> None:
    contexts = document.get("@context")
    if not isinstance(contexts, list) or not contexts or contexts[0] != CREDENTIALS_V2:
        raise _unreadable(f"The first @context must be {CREDENTIALS_V2}.")
    if len(contexts) > len(_BUNDLED):
        raise _unreadable("The @context names one context more than once.")
    for context in contexts:
        if not isinstance(context, str) or context not in _BUNDLED:
            raise _unreadable(
                f"The context {context!s:.100} is not one of those that Campus knows."
            )


def _refuse_unsigned_parts(document: Mapping[str, Any]) -> None:
    """JSON-LD drops nulls and lets nested contexts redefine terms: neither has a place here.

    Nor have names for what has none (`_:x`): with them a document is a graph and no tree any more.
    """
    for path, value in _parts(document, ""):
        name = path.rsplit("/", 1)[-1]
        if (
            value is None
            or (name.startswith("@") and path != "/@context")
            or (isinstance(value, str) and value.startswith("_:"))
        ):
            raise _unreadable(f"{path:.200} may not stand in a credential.")


def _parts(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if path:
        yield path, value
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _parts(part, f"{path}/{name}")
    elif isinstance(value, list) and path != "/@context":
        for part in value:
            yield from _parts(part, path)


def _refuse_relative_names(expanded: Sequence[Any] | Mapping[str, Any]) -> None:
    """An `id` or `type` that is not an absolute IRI makes no quad, so no proof covers it."""
    for path, value in _parts(expanded, ""):
        if path.endswith(("/@id", "/@type")) and str(value).startswith(_NOWHERE):
            name = str(value).removeprefix(_NOWHERE)
            raise _unreadable(f"'{name}' is not defined by the contexts of this credential.")


def _refuse_term(name: str | None) -> NoReturn:
    raise _unreadable(f"The term '{name}' is not defined by the contexts of this credential.")


def _unreadable(detail: str) -> Invalid:
    return Invalid(detail, code="credential_unreadable")
