"""Read the small tables of facts in ``facts/``, and find the data files of installed packages."""

import csv
from importlib.util import find_spec
from pathlib import Path

_FOLDER = Path(__file__).parent / "facts"


def N_(text: str) -> str:
    """Mark a text for translation; it is translated when it is shown."""
    return text


def rows(name: str) -> list[dict[str, str]]:
    """All rows of ``facts/<name>.csv`` as text, in the file's order. An empty cell is ''."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def package_folder(package: str) -> Path:
    """The folder of an installed package, found without importing it.

    Both data packages we use run far more at import than a look-up needs (one loads pandas, the
    other some forty classifications, in 2.5 seconds); we want their data files alone.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"The package {package} is not installed", name=package)
    return Path(spec.submodule_search_locations[0])
