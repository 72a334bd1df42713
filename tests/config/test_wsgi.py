import subprocess
import sys

from config.place import BASE_DIR

LOAD_EVERYTHING_OF_THE_WEB = """
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({"spacy", "onnxruntime", "claims.nlp"} & sys.modules.keys()))
"""


def test_web_processes_load_no_language_model() -> None:
    result = subprocess.run(
        [sys.executable, "-c", LOAD_EVERYTHING_OF_THE_WEB],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split() == []
