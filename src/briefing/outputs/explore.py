"""One chart with controls, for JupyterLab: `explore()` is all there is to it.

Moving a control redraws the chart and says in words what changed. A viewer that cannot show controls gets a plain
table, and is told why. Belongs here: the controls and what they change. Does not belong here: any chart.
"""

from __future__ import annotations

import asyncio
import base64
import io
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from markupsafe import Markup
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from PIL import Image

from briefing.analysis.scope import claims_in_words
from briefing.analysis.view import View, view_of
from briefing.charts import CHARTS
from briefing.charts.chart import ChartText, in_words
from briefing.drawing.theme import HEIGHT, THEMES, WIDTH, settings, theme_named
from briefing.outputs.page import csv, table_html
from briefing.paths import BUILD
from briefing.record.dossier import collector_at_rest, read_record
from briefing.record.files import write_whole
from briefing.words import dates
from briefing.words.english import count, sentence
from briefing.words.text import UserError, quoted, show_codes

BY_NAME = {chart.name: chart for chart in CHARTS}
SCREEN = 96  # dots an inch
NAMED = 4  # claims that came or went, by name
KEPT = 64  # pictures
LISTED = 12  # lines of a list of claimants; of more the list scrolls
MOST_DAYS = 4_000  # of the slider; of a longer record it moves from statement to statement
SAVED = BUILD / "explore"
AHEAD = 24  # dates drawn ahead
IDLE = 0.8  # seconds without a move, after which the other dates are drawn ahead, the nearest first
TIGHT = "line-height:1.4;margin:0"
WHY = (
    "This view has controls that this viewer cannot show: they need JupyterLab and a running kernel. Here is the "
    "chart’s table as it stands."
)
NO_WIDGETS = "ipywidgets is not installed here, so there are no controls. Here is the chart’s table as it stands."


@dataclass(frozen=True)
class Choice:
    """What the controls say; "" and () mean all."""

    chart: str = CHARTS[0].name
    as_of: str = ""
    claimants: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    theme: str = "light"


@dataclass(frozen=True)
class Shown:
    """What a choice shows: the claims it holds, the chart's table and words, and the picture as PNG."""

    choice: Choice
    claims: pd.DataFrame
    table: pd.DataFrame
    words: ChartText
    png: bytes


def explore(
    data_dir: str | Path = "",
    as_of: str = "",
    claimants: list[str] | tuple = (),
    metrics: list[str] | tuple = (),
    pivot: str = "",
    theme: str = "light",
    chart: str = "",
) -> Explorer | Plain:
    """Return a chart with controls for date, claimants, metrics, theme and chart; the arguments are their start."""
    chart = chart or CHARTS[0].name
    if chart not in BY_NAME:
        raise UserError(f"chart {quoted(chart)} is none of {', '.join(BY_NAME)}")
    scene = Scene(data_dir, pivot)
    start = Choice(chart, as_of, scene.dossier("").claimant_ids(claimants), tuple(metrics), theme)
    try:
        import ipywidgets  # noqa: F401
    except ImportError:
        return Plain(scene.show(start), NO_WIDGETS)
    return Explorer(scene, start)


class Scene:
    """A dossier, checked once, and what each choice shows of it; a choice made before is there at once."""

    def __init__(self, data_dir: str | Path = "", pivot: str = ""):
        self.dossier = lru_cache(64)(read_record(data_dir).as_of)
        self.pivot = pivot
        self.shown: dict[Choice, Shown] = {}

    def stops(self) -> list[str]:
        """Return the dates on which a statement is first known, in order."""
        known = self.dossier("").statements["known_from"].dropna()  # missing where no document is dated either
        return sorted(set(known.dt.strftime("%Y-%m-%d")))

    def days(self) -> list[str]:
        """Return each day from the first of the stops to the last; the stops alone where that is too many."""
        stops = self.stops()
        days = pd.date_range(stops[0], stops[-1]) if stops else []
        return stops if len(days) > MOST_DAYS else [f"{day:%Y-%m-%d}" for day in days]

    def save(self, choice: Choice) -> list[Path]:
        """Write the picture of a choice and the rows behind it into `SAVED`; return the files."""
        drawn = BY_NAME[choice.chart].at(self.view(choice), choice.theme)
        name = "-".join([choice.chart, *filter(None, [choice.as_of, *choice.claimants, *choice.metrics])])[:100]
        files = {SAVED / f"{name}.png": drawn.render("png"), SAVED / f"{name}.csv": csv(drawn.table)}
        SAVED.mkdir(parents=True, exist_ok=True)
        for path, content in files.items():
            write_whole(path, content)
        return list(files)

    def view(self, choice: Choice) -> View:
        """Return the view that a choice means."""
        return view_of(self.dossier(choice.as_of), choice.claimants, choice.metrics, self.pivot)

    def show(self, choice: Choice) -> Shown:
        """Return what a choice shows; drawn once, the last `KEPT` are kept."""
        if choice not in self.shown:
            self.shown[choice] = self._draw(choice)
            if len(self.shown) > KEPT:
                del self.shown[next(iter(self.shown))]
        return self.shown[choice]

    def _draw(self, choice: Choice) -> Shown:
        with collector_at_rest():
            seen = self.view(choice)
            drawn = BY_NAME[choice.chart].at(seen, choice.theme)
            return Shown(choice, seen.estimates, drawn.table, drawn.text, _png(drawn.figure, choice.theme))


@lru_cache
def _renderer() -> RendererAgg:
    """Return the renderer of all pictures for the screen: it remembers the sizes of texts drawn before."""
    return RendererAgg(round(WIDTH * SCREEN), round(HEIGHT * SCREEN), SCREEN)


def _png(figure: Figure, theme: str) -> bytes:
    """Return a picture for the screen: what `Figure.savefig` writes, without its second round of laying out."""
    renderer, buffer = _renderer(), io.BytesIO()
    renderer.clear()
    figure.set_dpi(SCREEN)
    with mpl.rc_context(settings(theme_named(theme))):
        figure.draw(renderer)
    picture = Image.frombuffer("RGBA", (int(renderer.width), int(renderer.height)), renderer.buffer_rgba())
    picture.convert("RGB").save(buffer, "png", compress_level=1)
    return buffer.getvalue()


def what_changed(before: Shown, after: Shown) -> str:
    """Say in words what a move from one choice to another changed: which claims came, which went, and the finding."""
    if before.choice == after.choice:
        return "Nothing has changed."
    key = ["statement_id", "metric", "value", "value_to", "written"]
    here, there = (set(map(tuple, s.claims[key].astype(str).itertuples(index=False))) for s in (before, after))
    came = after.claims[[k not in here for k in map(tuple, after.claims[key].astype(str).itertuples(index=False))]]
    went = before.claims[[k not in there for k in map(tuple, before.claims[key].astype(str).itertuples(index=False))]]
    parts = []
    if len(came):
        parts.append(f"{sentence(count(len(came), 'claim'))} more: {claims_in_words(came, NAMED)}.")
    if len(went):
        parts.append(f"{sentence(count(len(went), 'claim'))} fewer: {claims_in_words(went, NAMED)}.")
    if not parts:
        parts.append("No claim came or went.")
    if before.choice.chart == after.choice.chart:
        same = before.words.title == after.words.title
        parts.append("The finding stays." if same else f"The finding is now: {after.words.title}.")
    else:
        parts.append(f"Another chart: {after.words.title}.")
    return " ".join(parts)


@dataclass(frozen=True)
class Plain:
    """A chart's table without controls, and why."""

    shown: Shown
    why: str = WHY

    def _repr_html_(self) -> str:
        table = in_words(self.shown.table)
        words = self.shown.words
        rows = table_html(table) if len(table) else Markup("<p>{}</p>").format(words.nothing)
        return Markup("<p>{}</p><p><b>{}</b></p>{}").format(self.why, words.title, rows)

    def __repr__(self) -> str:
        return f"{self.why}\n{self.shown.words.title}"


class Explorer:
    """The controls, the sentence that says what changed, and the chart."""

    def __init__(self, scene: Scene, start: Choice):
        import ipywidgets as widgets

        self.scene, self.shown, self._quiet = scene, scene.show(start), False
        days = sorted({*scene.days(), *([start.as_of] if start.as_of else [])})
        dated = [*((dates.words(day), day) for day in days), ("all dates", "")]
        stops = scene.stops()
        all_known = scene.dossier("").statements["known_from"].notna().all()  # what is known at the last stop is all
        self.start, self.stops = start, [*(stops[:-1] if all_known else stops), ""]
        dossier, wide = scene.dossier(""), widgets.Layout(width="98%")
        names = dossier.actors.set_index("actor_id")["short_name"]
        said = list(dict.fromkeys(dossier.figures["metric"].astype(str)))
        style = {"description_width": "6em"}
        everything = scene.view(Choice())
        self.controls = {
            "chart": widgets.Dropdown(
                options=[(chart.question(everything, chart.table(everything)), chart.name) for chart in CHARTS],
                value=start.chart, description="Chart", style=style,
            ),
            "theme": widgets.Dropdown(options=list(THEMES), value=start.theme, description="Theme", style=style),
            "as_of": widgets.SelectionSlider(
                options=dated, value=start.as_of, description="As of",
                continuous_update=False, layout=wide, style=style,
            ),
            "claimants": widgets.SelectMultiple(
                options=[(names[c], c) for c in dossier.claimants], value=start.claimants,
                rows=min(LISTED, max(2, len(dossier.claimants))),
                description="Claimants", style=style,
            ),
            "metrics": widgets.SelectMultiple(
                options=[(dossier.metrics.label(m), m) for m in dossier.metrics.names if m in said],
                value=start.metrics, rows=min(LISTED, max(2, len(said))), description="Metrics", style=style,
            ),
        }  # fmt: skip
        # The line that says what changed keeps its height, so that nothing below it jumps.
        self.told = widgets.HTML(layout=widgets.Layout(width="98%", height="4.4em", overflow="auto"))
        self.picture = widgets.HTML(layout=wide)
        self.buttons = {
            "reset": widgets.Button(description="Reset", tooltip="All controls as they were at first"),
            "save": widgets.Button(description="Save", tooltip=f"Picture and rows, as PNG and CSV, into {SAVED}"),
        }
        self.buttons["reset"].on_click(lambda _: self.reset())
        self.buttons["save"].on_click(lambda _: self.save())
        hint = widgets.HTML(
            f'<p style="{TIGHT}"><small>None chosen means all. Ctrl or ⌘ and a click chooses several, or none '
            "again.</small></p>",
            layout=widgets.Layout(width="300px"),
        )
        chart, theme, as_of, claimants, metrics = self.controls.values()
        wrapping = widgets.Layout(flex_flow="row wrap")
        own = widgets.VBox([chart, theme, hint, widgets.HBox(list(self.buttons.values()))])
        choices = widgets.Box([own, claimants, metrics], layout=wrapping)
        self.box = widgets.VBox([choices, as_of, self.told, self.picture])  # no higher than a laptop's screen
        for control in self.controls.values():
            control.observe(self._moved, "value")
        self._ahead: asyncio.TimerHandle | None = None
        self._tell("Move a control: the chart follows, and this line says what changed.")
        self._look_ahead(IDLE)

    @property
    def choice(self) -> Choice:
        """What the controls say."""
        return Choice(**{name: control.value for name, control in self.controls.items()})

    def reset(self) -> None:
        """Put all controls back to where they were at first, and draw once."""
        self._quiet = True
        for name, control in self.controls.items():
            control.value = getattr(self.start, name)
        self._quiet = False
        self._moved(None)

    def save(self) -> None:
        """Write the picture and its rows, and say where they are."""
        try:
            picture, rows = self.scene.save(self.choice)
        except OSError as error:
            self._tell(f"Nothing was saved: {SAVED} cannot be written, {error.strerror}.")
            return
        self._tell(f"Saved {picture.name} and {rows.name} in {picture.parent}.")

    def _moved(self, _change) -> None:
        if self._quiet:
            return
        with collector_at_rest():
            before, self.shown = self.shown, self.scene.show(self.choice)
            self._tell(what_changed(before, self.shown))
        self._look_ahead(IDLE)

    def _look_ahead(self, after: float) -> None:
        """Draw the other dates of the chart while nobody moves anything; nothing without a running event loop."""
        if self._ahead:
            self._ahead.cancel()
        with suppress(RuntimeError):
            self._ahead = asyncio.get_running_loop().call_later(after, self._draw_ahead)

    def _draw_ahead(self) -> None:
        at = self.choice.as_of or "9"  # all dates lie behind every one
        place = sum(stop < at for stop in self.stops if stop)
        nearest = sorted(self.stops, key=lambda stop: abs(self.stops.index(stop) - place))[:AHEAD]
        ahead = (replace(self.choice, as_of=stop) for stop in nearest)
        if missing := next((choice for choice in ahead if choice not in self.scene.shown), None):
            self.scene.show(missing)
            self._look_ahead(0.1)  # one at a time: a move in between is answered first

    def _tell(self, text: str) -> None:
        picture = base64.b64encode(self.shown.png).decode()
        said = Markup('<p role="status" aria-live="polite" style="{}">{}</p>')
        self.told.value = said.format(TIGHT, show_codes(text))
        shown = Markup(
            '<img src="data:image/png;base64,{}" alt="{}" style="width:100%;max-width:1280px;aspect-ratio:16/9">'
        )
        self.picture.value = shown.format(picture, self.shown.words.alt)

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        plain = Plain(self.shown)
        return {**self.box._repr_mimebundle_(), "text/html": plain._repr_html_(), "text/plain": repr(plain)}
