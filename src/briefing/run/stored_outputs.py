"""`make notebooks`: renew the outputs that notebooks/ is stored with.

Belongs here: taking outputs from an executed copy, without what changes from run to run or machine to machine: no
timestamps, no traces of papermill, nothing but outputs and execution counts. Does not belong here: running.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from briefing import paths
from briefing.record.files import write_whole
from briefing.run import plan, regenerate
from briefing.run.parameters import Notebook, check_defaults, read_notebook

WIDGETS = "application/vnd.jupyter.widget-view+json"  # lives in a kernel; what stands beside it is kept
NOISE = re.compile(r"\b0x[0-9a-f]{6,}\b")


def renew(request: plan.Request, reporter) -> bool:
    """Execute the notebooks as they stand and store their outputs; return whether all succeeded.

    A notebook changes only if it succeeded, in one step, and only if its outputs did.
    """
    notebooks = plan.choose(plan.find_notebooks(), request.only)
    for notebook in notebooks:
        check_defaults(notebook)
    reporter.start(len(notebooks))
    failed = False
    for notebook, result in regenerate.execute_alone(notebooks, request):
        if not result.error and result.notebook != read_notebook(notebook.path).digest:
            result.error = "because it was edited while it ran: run it again"
        if not result.error:
            result.error = store(notebook, Path(result.folder) / notebook.path.name)
        failed |= bool(result.error)
        reporter.done(None, notebook, result)
    return not failed


def store(notebook: Notebook, executed: Path) -> str:
    """Take the outputs of an executed copy into a notebook; return what speaks against it, "" if nothing."""
    text = notebook.path.read_text(encoding="utf-8")
    own, new = json.loads(text), json.loads(executed.read_text(encoding="utf-8"))
    outputs = {cell["id"]: cell for cell in new["cells"] if cell["cell_type"] == "code"}
    for number, cell in enumerate(own["cells"], 1):
        if cell["cell_type"] != "code":
            continue
        if cell.get("id") not in outputs:
            return f"its cell {number} has no id of its own: save it once in JupyterLab"
        cell["outputs"] = outputs[cell["id"]]["outputs"]
        for output in cell["outputs"]:
            output.get("data", {}).pop(WIDGETS, None)
        cell["execution_count"] = outputs[cell["id"]]["execution_count"]
        if noise := _noise(cell["outputs"]):
            return f"cell In [{cell['execution_count']}] prints {noise}, which differs from machine to machine"
    new = _normal(own)
    if new != text:
        write_whole(notebook.path, new.encode("utf-8"))
    return ""


def _normal(notebook: dict) -> str:
    """Return a notebook as JupyterLab writes it, without what a save there adds, so that no change is a false one."""
    import nbformat

    metadata = notebook["metadata"]
    language = {"name": metadata.get("language_info", {}).get("name", "python")}
    notebook["metadata"] = {"kernelspec": metadata["kernelspec"], "language_info": language}
    for cell in notebook["cells"]:
        cell["metadata"] = {key: value for key, value in cell["metadata"].items() if key == "tags"}
    return nbformat.writes(nbformat.from_dict(notebook)) + "\n"


def _noise(outputs: list) -> str:
    """Return something in the outputs' text that another machine or run would print otherwise."""
    pictures = ("image/png", "application/pdf")
    for output in outputs:
        data = {k: v for k, v in output.get("data", {}).items() if k not in pictures}
        text = json.dumps([output.get("text"), data], ensure_ascii=False)
        if str(paths.ROOT) in text:
            return "a path of this machine"
        if found := NOISE.search(text):
            return f"the address {found[0]}"
    return ""
