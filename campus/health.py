"""Owns the two questions of an operator's probe: is the process alive, is the campus ready."""

import logging
import shutil
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

# Due work that nobody took up for this long: no worker runs, or none keeps up. Sweeps come every
# five seconds and a failing handler's lease lasts twenty, so a working campus stays far below.
LATEST = "60 seconds"
LEAST_FREE = 50 * 1024 * 1024

_DATABASE = f"""
SELECT NOT EXISTS (
    SELECT 1 FROM owed_owed
    WHERE parked_at IS NULL AND due_at < now() - interval '{LATEST}'
) AND coalesce(
    (SELECT stored_at FROM records_owed ORDER BY position LIMIT 1) > now() - interval '{LATEST}',
    true
)
"""  # noqa: S608 - only the constant above

log = logging.getLogger(__name__)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers. No I/O: a slow database must not get it killed."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """503 unless the database and Redis answer, there is room, and no owed work lies about.

    That is what can be said without asking a worker: somebody does the work, or there is none.
    """
    checks = {
        "database": False,
        "work": False,
        "redis": _is_up("Redis", _ask_redis),
        "disk": shutil.disk_usage(settings.CAMPUS_DATA).free >= LEAST_FREE,
    }
    checks["database"] = _is_up("the database", lambda: checks.update(work=_is_work_done()))
    is_ready = all(checks.values())
    answer = {
        "status": "ready" if is_ready else "not ready",
        "checks": {name: "ok" if good else "failing" for name, good in checks.items()},
    }
    return JsonResponse(
        answer, status=200 if is_ready else 503, headers={"Cache-Control": "no-store"}
    )


def _is_up(name: str, ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (DatabaseError, redis.RedisError, OSError) as fault:
        log.warning("not ready, %s: %s", name, fault)
        return False
    return True


def _is_work_done() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        return bool(cursor.fetchone()[0])


def _ask_redis() -> None:
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1
    ) as server:
        server.ping()
