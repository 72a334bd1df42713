"""The workers' sign of life: when a sweep last ended well."""

import time
from typing import Any

from celery.signals import task_success
from django.conf import settings
from django.core.cache import cache

_LAST_SWEEP = "last-sweep"


@task_success.connect
def note_sweep(sender: Any, **kwargs: Any) -> None:
    """Remember the time; `sender` is the task that has just succeeded."""
    beats = settings.CELERY_BEAT_SCHEDULE.values()
    if sender.name in {beat["task"] for beat in beats}:
        cache.set(_LAST_SWEEP, time.time(), timeout=None)


def sweep_age_seconds() -> float | None:
    """Seconds since the last sweep; None when there was none yet."""
    last = cache.get(_LAST_SWEEP)
    return None if last is None else round(time.time() - last, 1)
