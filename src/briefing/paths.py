"""Where things are: the repository root and the folders in it.

Found from this file, never from the working directory, so that every command and notebook works from
anywhere. Belongs here: locations. Does not belong here: reading or writing anything.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parents[1]
NOTEBOOKS = ROOT / "notebooks"
DATA = ROOT / "data"
FIGURES = ROOT / "figures"
BUILD = ROOT / "build"


def data_folder(data_dir: str | Path = "") -> Path:
    """Return the folder of a dossier's tables; "" is this repository's dossier."""
    if not str(data_dir):
        return DATA
    return Path(os.path.expanduser(data_dir)).resolve()  # noqa: PTH111 (pathlib fails where ~nobody has no home)


def seeds_folder(data: Path) -> Path:
    """Return the folder of a dossier's documents: seeds/ beside its data/."""
    return data.parent / "seeds"
