"""The house: settings, addresses, the embedded servers and the task queue."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
