"""The task queue's application; its settings are the CELERY_… ones in settings.py."""

import logging.config
import os
import signal
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init
from django.conf import settings

from config.children import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("crossclaim")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def log_like_the_rest(**kwargs: Any) -> None:
    """Have the settings say what is logged; Celery adds nothing of its own."""
    logging.config.dictConfig(settings.LOGGING)


@worker_process_init.connect
def end_with_worker(**kwargs: Any) -> None:
    """Have a pool's process end when its worker is killed, not wait forever."""
    end_with_parent(signal.SIGKILL, os.getppid())
