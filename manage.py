#!/usr/bin/env python
"""Run a management command, with the embedded servers where it needs them."""

import os
import sys
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config import services

#: Commands that read and write files only.
WITHOUT_DATABASE = frozenset(
    {
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "extract",
        "findstatic",
        "help",
        "makemessages",
        "startapp",
        "version",
    }
)


def needs_database(arguments: Sequence[str]) -> bool:
    """Whether the command line, after manage.py, is one that reads or writes rows."""
    only_looks = {"--help", "-h", "--version", "--dry-run"} & set(arguments)
    return bool(arguments) and not only_looks and arguments[0] not in WITHOUT_DATABASE


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        if needs_database(sys.argv[1:]) and not services.are_external():
            services.ensure()
        execute_from_command_line(sys.argv)
    except (services.ServiceError, ImproperlyConfigured) as error:
        sys.exit(f"error: {error}")


if __name__ == "__main__":
    main()
