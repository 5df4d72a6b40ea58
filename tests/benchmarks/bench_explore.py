"""Redrawing in 08_explore: from the key that moves a control to the new picture, in JupyterLab in Chromium.

The dates of the slider are gone through, in every chart, at once and then with a look at each, in which the others are
drawn ahead, and then back: what was shown before is there at once. Beside it a slider that redraws a bare line of the
same size, the least that such a redraw takes. Run by `make bench`.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from pathlib import Path

from briefing.outputs.explore import explore
from tests.browser import CHROMIUM
from tests.lab import lab, run

LOOK = 2_500  # milliseconds
LIMIT = 0.5  # seconds for a view not shown before, after the first
BARE = """\
import base64, io, ipywidgets
from matplotlib.figure import Figure
slider, picture = ipywidgets.IntSlider(max=20), ipywidgets.HTML()
def draw(_=None):
    figure, buffer = Figure(figsize=(40 / 3, 7.5)), io.BytesIO()
    figure.subplots().plot([0, slider.value])
    figure.savefig(buffer, dpi=96)
    picture.value = f'<img src="data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}">'
slider.observe(draw, "value")
draw()
ipywidgets.VBox([slider, picture])
"""
SHOWS_OTHER = """src => [...document.querySelectorAll('.widget-html img')].some(i => i.offsetParent && i.src != src)"""
MOVED = """key => new Promise(done => {
    const picture = [...document.querySelectorAll('.widget-html img, .widget-output img')].find(i => i.offsetParent);
    const root = picture.closest('.jp-OutputArea');
    const old = picture.src, began = performance.now();
    const watch = new MutationObserver(() => {
        const now = [...root.querySelectorAll('img')].find(i => i.offsetParent);
        if (now && now.src !== old) { watch.disconnect(); now.decode().then(() => done(performance.now() - began)); }
    });
    watch.observe(root, {subtree: true, childList: true, attributes: true});
    const handle = [...document.querySelectorAll('.noUi-handle')].find(h => h.offsetParent);
    handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
    setTimeout(() => { watch.disconnect(); done(null); }, 5000);
})"""


def moved(page, key: str, times: int) -> list[float]:
    """Return the seconds of each move that changed the picture."""
    took = [page.evaluate(MOVED, key) for _ in range(times)]
    return [t / 1000 for t in took if t is not None]


def main() -> int:
    """Print median and longest redraw by chart, first time and again; return 1 if a median is above the limit."""
    if not CHROMIUM:
        print("no Chromium here, so no measure of redrawing: apt-get install chromium")
        return 0
    questions = explore().controls["chart"].options
    with tempfile.TemporaryDirectory(prefix="briefing-bench-") as home, lab(Path(home)) as (page, _):
        _write_bare(Path(home) / "notebooks" / "bare.ipynb")
        with run(page, "bare"):
            page.locator(".widget-html img:visible").wait_for()
            moved(page, "ArrowRight", 1)
            print(f"  a bare line          new {statistics.median(moved(page, 'ArrowRight', 6)):.2f} s")
        with run(page, "08_explore"):
            page.locator(".widget-html img:visible").wait_for()
            medians = [_measured(page, question, chart) for question, chart in questions]
    print(
        f"limit {LIMIT} s for a view not shown before: median over charts {statistics.median(medians):.2f} s, "
        f"slowest chart {max(medians):.2f} s"
    )
    return int(max(medians) > LIMIT)


def _measured(page, question: str, chart: str) -> float:
    """Print what the redraws of a chart take and return the median of those not shown before."""
    picture, chooser = ".widget-html img:visible", page.locator(".widget-dropdown select:visible").first
    before = page.locator(picture).get_attribute("src")
    if chooser.evaluate("s => s.selectedOptions[0].label") != question:
        chooser.select_option(label=question)
        page.wait_for_function(SHOWS_OTHER, arg=before)
    new = moved(page, "ArrowLeft", 4)
    looked = [seconds for _ in range(3) for seconds in (page.wait_for_timeout(LOOK), *moved(page, "ArrowLeft", 1))[1:]]
    again = statistics.median(moved(page, "ArrowRight", 6))
    middle, after = statistics.median(new), statistics.median(looked)
    print(f"  {chart:<20} new {middle:.2f} s (longest {max(new):.2f}), after a look {after:.2f} s, again {again:.2f} s")
    return middle


def _write_bare(path: Path) -> None:
    """Write a notebook with a slider that redraws a line."""
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "source": BARE, "outputs": [], "execution_count": None}
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(json.dumps({"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}))


if __name__ == "__main__":
    sys.exit(main())
