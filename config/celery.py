"""The task queue's application; its settings are the CELERY_… ones in settings.py."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from config.children import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("crossclaim")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def end_with_worker(**kwargs: Any) -> None:
    """Have a pool's process end when its worker is killed, not wait forever."""
    end_with_parent(signal.SIGKILL, os.getppid())
