import subprocess
import sys
from pathlib import Path

import pytest
from tenants import nothing_is_left, without_urls

from config.place import BASE_DIR, Place
from manage import needs_database


@pytest.mark.parametrize(
    "line",
    ["", "help", "migrate --help", "extract a b", "makemigrations --dry-run", "check"],
)
def test_what_only_looks_starts_no_servers(line: str) -> None:
    assert not needs_database(line.split())


@pytest.mark.parametrize("line", ["migrate", "shell", "import_documents a.txt"])
def test_what_reads_or_writes_rows_needs_them(line: str) -> None:
    assert needs_database(line.split())


def manage(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = without_urls() | {"CROSSCLAIM_VAR": str(place.var)}
    return subprocess.run(
        [sys.executable, BASE_DIR / "manage.py", *arguments],
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_a_command_runs_its_own_servers_where_none_run(place: Place) -> None:
    result = manage(place, "migrate", "auth", "--verbosity=0")
    assert (result.returncode, result.stderr) == (0, "")
    assert nothing_is_left(place)


def test_a_bad_setting_ends_a_command_with_one_line(
    monkeypatch: pytest.MonkeyPatch, place: Place
) -> None:
    monkeypatch.setenv("DEBUG", "perhaps")
    result = manage(place, "check")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert "DEBUG" in result.stderr


def test_a_directory_that_cannot_be_written_ends_a_command_with_one_line(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    result = manage(Place(tmp_path / "file" / "var"), "migrate")
    assert (result.returncode, len(result.stderr.splitlines())) == (1, 1)
    assert "CROSSCLAIM_VAR" in result.stderr
