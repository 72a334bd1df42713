"""All settings; what differs between machines comes from the environment."""

import os
import socket

from kombu import Queue

from config.env import (
    env_bool,
    env_database,
    env_list,
    env_redis,
    env_seconds,
    env_timezone,
    secret_key,
)
from config.place import BASE_DIR, default_place
from config.postgres import DATABASE_NAME, DATABASE_USER

PLACE = default_place()

DEBUG = env_bool("DEBUG", False)
_EXTERNAL_DATABASE = env_database("DATABASE_URL")
SECRET_KEY = secret_key(
    "SECRET_KEY",
    PLACE.var / "secret_key",
    required=_EXTERNAL_DATABASE is not None and not DEBUG,
)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS", [])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles, so that runserver serves as the real server does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "sources",
    "actors",
    "claims",
    "api",
    "desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.security.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.context.roles",
            ],
        },
    },
]

# Data

DATABASES = {
    "default": _EXTERNAL_DATABASE
    or {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE_NAME,
        "USER": DATABASE_USER,
        "HOST": str(PLACE.sockets),
    }
}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_QUEUE_URL, _CACHE_URL = env_redis("REDIS_URL", PLACE.redis_socket)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": _CACHE_URL,
    }
}

# Background work. The database is the queue: a message only says "look at this row",
# so tasks are acknowledged late, may come twice, and the sweeps find what was lost.

CELERY_BROKER_URL = _QUEUE_URL
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Above four times the hard limit: a longer task would be handed out twice.
    "visibility_timeout": 5 * CELERY_TASK_TIME_LIMIT,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_IMPORTS = ["config.heartbeat"]
# Sweeps have a queue of their own, or they would wait behind all that they have sent.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("sweeps")]
CELERY_TASK_ROUTES = {"*.tasks.sweep": {"queue": "sweeps"}}
CELERY_BEAT_SCHEDULE = {
    # `expires`: sweeps that nobody took in time are not worth piling up.
    "pending articles and due feeds": {
        "task": "sources.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "revisions to read, claims to link": {
        "task": "claims.tasks.sweep",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "digests": {
        "task": "desk.tasks.sweep",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
}
CELERY_BEAT_SCHEDULE_FILENAME = str(PLACE.locks / "celerybeat-schedule")

#: Off, the fetcher refuses addresses of this machine and of private networks.
FETCH_ALLOW_PRIVATE_ADDRESSES = env_bool("FETCH_ALLOW_PRIVATE_ADDRESSES", False)
#: Whom sites may write to about our visits; every request names it.
FETCH_CONTACT = os.environ.get("FETCH_CONTACT") or f"root@{socket.gethostname()}"

#: Seconds between two requests to one site, which has one at a time at most.
FETCH_HOST_DELAY = env_seconds("FETCH_HOST_DELAY", 1.0)

# Mail: printed in the log while no server is named.

_MAILER = "smtp" if os.environ.get("EMAIL_HOST") else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{_MAILER}.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env_bool("EMAIL_TLS", False)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "crossclaim@localhost")
#: The site's address from outside, for links in mails.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000/")

# Language and time

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env_timezone("TIME_ZONE", "UTC")

# Static files

STATIC_URL = "static/"
STATIC_ROOT = PLACE.var / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# People

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# Security

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
#: To be set where the site is reached through HTTPS, which it then insists on.
HTTPS = env_bool("HTTPS", False)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
#: Scripts read the token from the page (hx-headers), never from the cookie.
CSRF_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Each sweep would otherwise be told three times, when nothing is the matter.
    "loggers": {
        f"celery.{name}": {"level": "WARNING"}
        for name in ("beat", "worker.strategy", "worker.request", "app.trace")
    },
}
