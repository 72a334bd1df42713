"""Where the embedded servers keep their data and sockets, and whether they can."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

#: A Unix socket's address ends at 107 bytes (sun_path, less its closing zero).
SOCKET_PATH_LIMIT = 107
#: PostgreSQL puts this much behind the directory; it is the longest socket name in use.
LONGEST_SOCKET_NAME = "/.s.PGSQL.5432.lock"
#: Below this PostgreSQL could not even write its first log segments and stay alive.
FREE_BYTES_NEEDED = 200 * 1024 * 1024


class ServiceError(Exception):
    """An embedded server cannot be had; the text is one line that says what to do."""


@dataclass(frozen=True)
class Place:
    """One set of embedded servers: everything that belongs to it lies in `var`."""

    var: Path

    @property
    def postgres_data(self) -> Path:
        return self.var / "postgres"

    @property
    def redis_data(self) -> Path:
        return self.var / "redis"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def locks(self) -> Path:
        return self.var / "run"

    @property
    def sockets(self) -> Path:
        """The directory of the sockets: inside `var` unless its path is too long."""
        inside = self.var / "run" / "sockets"
        if len(os.fsencode(inside)) + len(LONGEST_SOCKET_NAME) <= SOCKET_PATH_LIMIT:
            return inside
        name = hashlib.sha256(os.fsencode(self.var)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"crossclaim-{os.getuid()}-{name}"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"

    def prepare(self) -> None:
        """Make the directories. Raises ServiceError when they cannot be written."""
        try:
            for directory in (self.var, self.locks, self.logs):
                directory.mkdir(parents=True, exist_ok=True)
            (self.locks / "writable").touch()
        except OSError as error:
            raise ServiceError(
                f"Cannot write to {self.var} ({error.strerror}): give yourself write "
                "permission there, or name another directory in CROSSCLAIM_VAR."
            ) from error
        self._check_free_space()

    def _check_free_space(self) -> None:
        free = shutil.disk_usage(self.var).free
        if free < FREE_BYTES_NEEDED:
            raise ServiceError(
                f"The disk is full: {free // 2**20} MB are left for {self.var}. Free "
                f"at least {FREE_BYTES_NEEDED // 2**20} MB, or name a directory on "
                "another disk in CROSSCLAIM_VAR."
            )


def default_place() -> Place:
    """The place that CROSSCLAIM_VAR names, or var/ in the project's directory."""
    return Place(Path(os.environ.get("CROSSCLAIM_VAR") or BASE_DIR / "var").resolve())
