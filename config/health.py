"""Whether the site is up (healthz) and fit to serve (readyz); no sign-in, no detail."""

import redis
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.heartbeat import sweep_age_seconds

#: Four of the slowest beats: three may be lost before anybody need look.
SWEEP_LATE_SECONDS = 120


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, else 503.

    A late sweep is told but is no reason to take the pages away: they can be read.
    """
    checks = {"database": _database_answers(), "redis": _redis_answers()}
    checks["migrations"] = checks["database"] and not _pending_migrations()
    ready = all(checks.values())
    age = sweep_age_seconds() if checks["redis"] else None
    late = age is None or age > SWEEP_LATE_SECONDS
    body = {"ready": ready, **checks, "sweep": {"age_seconds": age, "late": late}}
    return JsonResponse(body, status=200 if ready else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        cache.get("readyz")
    except redis.RedisError:
        return False
    return True


def _pending_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
