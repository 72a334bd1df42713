"""Run `manage.py extract` and the public scorers, as anybody else would."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.place import BASE_DIR


@dataclass(frozen=True)
class Cost:
    #: Of processor time, so that what else runs on the machine doesn't count.
    seconds: float
    peak_mebibytes: float


def documents(*files: Path) -> list[dict[str, Any]]:
    """The documents of JSONL files, .gz or not."""
    found = []
    for file in files:
        opener = gzip.open if file.suffix == ".gz" else open
        with opener(file, "rt", encoding="utf-8") as lines:
            found += [json.loads(line) for line in lines if line.strip()]
    return found


def write(rows: Iterable[dict[str, Any]], file: Path) -> Path:
    with file.open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return file


def extract(source: Path, target: Path, *options: str) -> Cost:
    """Write what the pipeline finds. Raises CalledProcessError."""
    command = [sys.executable, "manage.py", "extract", *options]
    _tell([*command, str(source), str(target)])
    with subprocess.Popen([*command, source, target], cwd=BASE_DIR) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def run(program: str, *arguments: str) -> None:
    """Run a script of the project; "python" is our own. Raises CalledProcessError."""
    command = [sys.executable if program == "python" else program, *arguments]
    _tell(command)
    paths = {"PYTHONPATH": str(BASE_DIR)}
    subprocess.run(command, check=True, cwd=BASE_DIR, env=os.environ | paths)


def score(scorer: Path, gold: Path, found: Path, *options: str) -> dict[str, Any]:
    command = [sys.executable, scorer, gold, found, "--json", *options]
    _tell(command)
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(result.stdout)


def _tell(command: Iterable[object]) -> None:
    print("#", *command, flush=True)
