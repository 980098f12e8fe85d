"""What the steps that finish a rendered text share: language, resolver, and a way to report."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from campus.markdown.findings import WORDING, Finding, finding
from campus.markdown.references import Places, Resolve


@dataclass
class Reporting:
    path: str
    language: str
    resolve: Resolve
    places: Places
    video_hosts: Collection[str] = ()
    findings: list[Finding] = field(default_factory=list)

    def __call__(self, code: str, line: int, **values: object) -> None:
        self.findings.append(finding(WORDING, code, path=self.path, line=line, **values))
