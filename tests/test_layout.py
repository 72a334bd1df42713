"""The import rules of the house, read from the source without running it."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from config.place import BASE_DIR

#: Which of our packages each one may import from.
MAY_IMPORT = {
    "sources": {"sources"},
    "actors": {"actors"},
    "claims": {"claims", "sources", "actors"},
    "api": {"api", "claims", "sources", "actors"},
    "desk": {"desk", "claims", "sources", "actors"},
    # Addresses and installed apps are named there as text.
    "config": {"config"},
}
#: Within an app, a module imports from its own layer or from lower ones.
LAYERS = {"models": 0, "migrations": 0}
TOP_LAYER = 2
TOP_MODULES = ("admin", "management", "tasks", "urls", "views")
#: Modules that must work without Django, with all that they import.
PURE = ("claims.nlp", "actors.resolve", "sources.parse")


def module_name(file: Path) -> str:
    parts = file.relative_to(BASE_DIR).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, Path]:
    """Our modules by their dotted names; what trains the model stands by itself."""
    return {
        module_name(file): file
        for package in MAY_IMPORT
        for file in sorted((BASE_DIR / package).rglob("*.py"))
        if "training" not in file.parts
    }


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


@cache
def imports(name: str) -> frozenset[str]:
    """The dotted names that a module imports; of `from a import b` both a and a.b."""
    found = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def layer(name: str) -> int:
    own_part = name.split(".")[1] if "." in name else ""
    return LAYERS.get(own_part, TOP_LAYER if own_part in TOP_MODULES else 1)


def reachable(start: str) -> Iterator[str]:
    """Our modules that are loaded when `start` and what lies in it are."""
    waiting = [name for name in modules() if within(name, start)]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            yield name
            waiting += [found for found in imports(name) if found in modules()]


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_from_those_that_they_may(package: str) -> None:
    forbidden = set(MAY_IMPORT) - MAY_IMPORT[package]
    assert not [
        f"{name} imports {found}"
        for name in modules()
        if within(name, package)
        for found in imports(name)
        if found.split(".")[0] in forbidden
    ]


@pytest.mark.parametrize("package", ["sources", "actors", "claims"])
def test_no_module_imports_from_a_higher_layer_of_its_app(package: str) -> None:
    assert not [
        f"{name} imports {found}"
        for name in modules()
        if within(name, package)
        for found in imports(name) & modules().keys()
        if within(found, package) and layer(found) > layer(name)
    ]


@pytest.mark.parametrize("start", PURE)
def test_what_must_be_pure_reaches_no_django(start: str) -> None:
    names = list(reachable(start))
    assert names
    assert not [
        f"{name} imports {found}"
        for name in names
        for found in imports(name)
        if within(found, "django")
    ]


@pytest.mark.parametrize("name", modules())
def test_nothing_is_imported_inside_a_function(name: str) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    assert not [
        inner.lineno
        for outer in ast.walk(tree(name))
        if isinstance(outer, functions)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def test_no_module_is_called_utils() -> None:
    assert not [name for name in modules() if "utils" in name.split(".")]
