"""The web server's way in: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from config import services

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not services.are_external():
    services.ensure()

application = get_wsgi_application()
