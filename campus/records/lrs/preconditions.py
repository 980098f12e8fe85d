"""Owns whether a document may be changed: If-Match and If-None-Match against what is there."""

from dataclasses import dataclass

from campus.errors import CampusError, Conflict, Invalid


class PreconditionFailed(CampusError):
    status = 412
    code = "precondition_failed"


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a PUT may do that says nothing of what its sender has seen (1.0.3, 3.1; 2.0, 4.1.4)."""

    may_create: bool
    may_replace: bool


@dataclass(frozen=True, slots=True)
class Precondition:
    """The two headers of a request, each None where it was not sent (RFC 9110, 13.1)."""

    if_match: str | None = None
    if_none_match: str | None = None

    @property
    def is_given(self) -> bool:
        return self.if_match is not None or self.if_none_match is not None

    def check(self, etag: str | None) -> None:
        """Raises PreconditionFailed unless it holds for what has this tag; None: for nothing."""
        if self.if_match is not None and not _names(self.if_match, etag):
            raise PreconditionFailed(
                "The document is not the one of your If-Match: get it again, then send its ETag."
            )
        if self.if_none_match is not None and _names(self.if_none_match, etag):
            raise PreconditionFailed(
                "There is a document already, which If-None-Match forbids: get it, then send its "
                "ETag in If-Match to replace it."
            )

    def check_putting(self, etag: str | None, unseen: Unseen) -> None:
        """As `check`; without a header, `unseen` says what may be written all the same.

        Raises Conflict where something would be replaced that nobody looked at.
        """
        self.check(etag)
        if self.is_given:
            return
        if etag is None and not unseen.may_create:
            detail = "Send If-None-Match: * to write a document where there is none yet."
            raise Invalid(detail, code="precondition_missing")
        if etag is not None and not unseen.may_replace:
            detail = (
                "There is a document already. Get it and look at it: to replace it, send its ETag "
                "in If-Match; to write only where there is none, send If-None-Match: *."
            )
            raise Conflict(detail, code="document_exists")


def _names(header: str, etag: str | None) -> bool:
    """Whether the header names this tag, or any (`*`) where there is one.

    A tag without its quotes is understood; a weak one is another, as documents are bytes.
    """
    if etag is None:
        return False
    return any(each.strip().strip('"') in ("*", etag) for each in header.split(","))
