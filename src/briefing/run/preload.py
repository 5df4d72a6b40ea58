"""Imports what notebooks import, and draws one chart, once, in the server that kernels are forked from.

Belongs here: what costs time and leaves no state that a notebook could tell from its own: imports, and what libraries
keep of a first drawing. Does not belong here: anything else; a notebook must run the same in an ordinary kernel.
"""

import gc
import os
import re
import sys
from contextlib import suppress
from importlib import import_module

from briefing import paths
from briefing.record import files

PATH = [folder for folder in sys.path if folder]  # IPython puts the working directory where it belongs
KERNEL = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "pandas", "matplotlib.pyplot", "seaborn")


files.IMPORTED.append(files.package_digest())


def imported_by_notebooks() -> list[str]:
    """Return the modules of this package that the notebooks import, read from their files."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths.NOTEBOOKS.glob("*.ipynb"))]
    return sorted({name for text in texts for name in re.findall(r"\bfrom (briefing[\w.]*) import", text)})


# ipykernel takes its debugger where it finds it; nobody debugs a headless kernel, and importing it takes long
sys.modules["debugpy"] = None
# what ipykernel sets before matplotlib is imported in an ordinary kernel
os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
for _name in (*KERNEL, *imported_by_notebooks()):
    with suppress(Exception):  # a module that cannot be imported says so in the notebook that needs it
        import_module(_name)
# pandas decides at import whether it prints to a terminal, by looking for a kernel that is not there yet
with suppress(Exception):
    import_module("pandas").set_option("display.max_columns", 20)
# a first drawing finds the typeface and imports what loading and saving put off until then
with suppress(Exception):
    from briefing.analysis.view import view_of
    from briefing.charts import CHARTS
    from briefing.charts.chart import FORMATS
    from briefing.record.dossier import load_dossier

    drawn = CHARTS[0].at(view_of(load_dossier()))
    for kind in FORMATS:
        drawn.render(kind)
    del drawn
gc.collect()
gc.freeze()  # so that a kernel's garbage collector does not write on, and thereby copy, the memory it shares
