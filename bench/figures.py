"""A measured figure beside its bar, and a part of the benchmark that yields some."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """What was measured; `bar` is None where nothing has to be reached."""

    name: str
    value: float
    unit: str = "F1"
    bar: float | None = None
    smaller_is_better: bool = False

    @property
    def is_short(self) -> bool:
        if self.bar is None:
            return False
        if self.smaller_is_better:
            return self.value > self.bar
        return self.value < self.bar

    def __str__(self) -> str:
        bar = "-" if self.bar is None else f"{self.bar:g}"
        verdict = "SHORT" if self.is_short else "ok"
        return f"{self.name} {self.value:.4g} {self.unit} {bar} {verdict}"


@dataclass(frozen=True)
class Part:
    """`needs` are paths in shared/; `measure` gets that folder and one for scratch."""

    needs: tuple[str, ...]
    measure: Callable[[Path, Path], Iterator[Figure]]

    def missing(self, shared: Path) -> list[str]:
        return [name for name in self.needs if not (shared / name).exists()]
