"""`briefing check`: are the figures that are stored the figures that the notebooks make?

Belongs here: regenerating elsewhere and comparing. Sidecars, gallery and manifest are compared exactly; pictures
byte for byte where platform and drawing libraries are those they were made with, otherwise PNG by matplotlib's
image comparison and SVG and PDF by being there. Does not belong here: changing figures/.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

from briefing import paths
from briefing.run import plan, regenerate
from briefing.run.gallery import gallery
from briefing.run.store import GALLERY, MANIFEST, Store, digest, outputs, read_manifest

TOLERANCE = 12  # root mean square of 0..255: other versions smooth letters differently; a moved mark is far above


def check(request: plan.Request, reporter) -> list[str] | None:
    """Return what differs between figures/ and a new default run, None if a notebook failed."""
    stored = paths.FIGURES
    with tempfile.TemporaryDirectory(prefix="briefing-check-") as folder:
        fresh = Path(folder) / "figures"
        if not regenerate.run(replace(request, out=fresh), reporter):
            return None
        _rewrite_gallery(fresh, stored)
        with Store(stored).locked(reporter.say):
            if remark := other_libraries(read_manifest(stored), read_manifest(fresh)):
                reporter.say(remark)
            return compare(stored, fresh)


def _rewrite_gallery(fresh: Path, home: Path) -> None:
    """Write the new gallery with the links that it has at `home`."""
    made = {name: list(entry["outputs"]) for name, entry in read_manifest(fresh)["notebooks"].items()}
    text = gallery(fresh, home, plan.find_notebooks(), made)
    (fresh / GALLERY).write_text(text, encoding="utf-8")


def compare(stored: Path, fresh: Path) -> list[str]:
    """Return a line for each difference between two output folders."""
    old, new = read_manifest(stored), read_manifest(fresh)
    names = sorted(outputs(old).keys() | outputs(new).keys() | _files(stored) | _files(fresh))
    lines = [line for name in names if (line := _difference(name, stored, fresh, _same_making(old, new, name)))]
    return lines + _manifest_differences(old, new)


def _files(folder: Path) -> set[str]:
    return {p.name for p in folder.glob("*") if p.is_file() and not p.name.startswith(".")} - {MANIFEST}


def _same_making(old: dict, new: dict, name: str) -> bool:
    """Return whether a file was made on the same platform with the same libraries both times."""
    entries = [next((e for e in m["notebooks"].values() if name in e["outputs"]), None) for m in (old, new)]
    if None in entries:
        return True
    makings = [(entry["platform"], entry["inputs"]["libraries"]) for entry in entries]
    return makings[0] == makings[1]


def _difference(name: str, stored: Path, fresh: Path, exact: bool) -> str:
    one, other = stored / name, fresh / name
    if not other.exists():
        return f"{name}: no notebook makes it"
    if not one.exists():
        return f"{name}: missing in {plan.short_path(stored)}/"
    if digest(one) == digest(other):
        return ""
    if name.endswith(".json"):
        return f"{name}: differs in {', '.join(_keys(one, other))}"
    if name == GALLERY or exact:
        return f"{name}: differs"
    return _picture(one, other) if name.endswith(".png") else ""


def _keys(one: Path, other: Path) -> list[str]:
    """Return the keys in which two sidecars differ."""
    try:
        a, b = (json.loads(path.read_text(encoding="utf-8")) for path in (one, other))
        return [key for key in sorted({*a, *b}) if a.get(key) != b.get(key)] or ["how it is written"]
    except (ValueError, TypeError):
        return ["being no sidecar at all"]


def _picture(one: Path, other: Path) -> str:
    from matplotlib.testing.compare import compare_images

    told = compare_images(str(one), str(other), TOLERANCE, in_decorator=True)
    for path in other.parent.glob("*-failed-diff.png"):
        path.unlink()
    return f"{one.name}: looks different (RMS {told['rms']:.1f}, allowed {TOLERANCE})" if told else ""


def _manifest_differences(old: dict, new: dict) -> list[str]:
    """Return which notebooks' stored figures were made from something else than what is there now."""
    lines = []
    for name in sorted(old["notebooks"].keys() | new["notebooks"].keys()):
        a, b = (m["notebooks"].get(name, {}).get("inputs", {}) for m in (old, new))
        if a and b and (keys := [key for key in b if a.get(key) != b[key] and key != "libraries"]):
            lines.append(f"{MANIFEST}: {name} was made from another {', another '.join(keys)}")
    return lines


def other_libraries(old: dict, new: dict) -> str:
    """Say which libraries the stored figures were made with that are others here; that alone is no difference."""
    versions = [
        {lib: v for e in m["notebooks"].values() for lib, v in e.get("inputs", {}).get("libraries", {}).items()}
        for m in (old, new)
    ]
    there, here = versions
    changed = [f"{lib} {there[lib]} (here {v})" for lib, v in here.items() if lib in there and there[lib] != v]
    return (
        f"The stored figures were made with {', '.join(changed)}: pictures are compared as pictures." if changed else ""
    )
