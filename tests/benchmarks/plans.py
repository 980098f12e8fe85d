"""Owns a look at how PostgreSQL really did what it was asked: plans and pages, as it logs them."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

LONG = (
    *("records_record", "records_id", "records_owed"),
    *("progress_state", "progress_progress", "courses_enrolment"),
)
FEW_PAGES = 50
SETTINGS = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_format": "json",
    "client_min_messages": "log",
}


@dataclass(slots=True)
class Seen:
    """Statements, pages read of tables and indexes, and long tables read from end to end.

    A table of few pages is rightly read whole, as what is owed mostly is.
    """

    statements: int = 0
    pages: int = 0
    months: int = 0
    scans: list[str] = field(default_factory=list)

    def read(self, plan: dict[str, Any]) -> None:
        nodes = list(_nodes(plan["Plan"]))
        self.statements += 1
        self.pages += _pages(plan["Plan"])
        probed = {n["Relation Name"] for n in nodes if n.get("Actual Loops") and _is_month(n)}
        self.months = max(self.months, len(probed))
        self.scans += [
            f"{node['Node Type']} on {node['Relation Name']}: {plan['Query Text'].split()[:6]}"
            for node in nodes
            if node["Node Type"] == "Seq Scan"
            and node["Relation Name"].startswith(LONG)
            and _pages(node) > FEW_PAGES
        ]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)


def _pages(node: dict[str, Any]) -> int:
    return int(node["Shared Hit Blocks"] + node["Shared Read Blocks"])


def _is_month(node: dict[str, Any]) -> bool:
    return str(node.get("Relation Name", "")).startswith("records_record_")


def seen_in(act: Callable[[], object]) -> Seen:
    """What the server did for this act; only while it `tells_plans`."""
    from django.db import connection

    seen = Seen()

    def hear(notice: Any) -> None:
        _duration, _plan, told = str(notice.message_primary).partition("plan:\n")
        if told:
            seen.read(json.loads(told))

    connection.ensure_connection()
    assert connection.connection is not None
    connection.connection.add_notice_handler(hear)
    act()
    connection.connection.remove_notice_handler(hear)
    return seen


@contextmanager
def tells_plans(superuser_url: str, database: str) -> Iterator[None]:
    """The server tells this process how it did each statement, which costs time."""
    _set(superuser_url, [f"ALTER DATABASE {database} SET {k} = '{v}'" for k, v in SETTINGS.items()])
    try:
        yield
    finally:
        _set(superuser_url, [f"ALTER DATABASE {database} RESET ALL"])


def _set(superuser_url: str, settings: list[str]) -> None:
    """For connections from now on, so the one there is ends."""
    import psycopg
    from django.db import connection

    connection.close()
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        for setting in settings:
            superuser.execute(setting.encode())
