"""Commands on a scratch site, which has servers and data of its own."""

import os
import subprocess
import sys

from config.place import BASE_DIR, Place


def python(place: Place, *arguments: str) -> str:
    """Run Python on the servers of a place; returns what it prints."""
    environment = os.environ | {
        "CROSSCLAIM_VAR": str(place.var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
