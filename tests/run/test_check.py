"""`briefing check` where figures were made elsewhere: pictures are then looked at, not compared byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from briefing.run import store
from briefing.run.check import compare

LIBRARIES = {"matplotlib": "3.10.0"}


def made(folder: Path, platform: str, mark: tuple[int, int], shade: int = 255, libraries=LIBRARIES) -> Path:
    """Write a folder of figures with one picture, a mark on a ground."""
    folder.mkdir()
    picture = Image.new("L", (320, 180), shade)
    ImageDraw.Draw(picture).rectangle((*mark, mark[0] + 40, mark[1] + 40), fill=0)
    picture.save(folder / "one.png")
    (folder / "one.svg").write_text(f"<svg>{platform}</svg>")
    (folder / "one.json").write_text("{}")
    names = ("one.png", "one.svg", "one.json")
    inputs = {"libraries": libraries}
    entry = {"platform": platform, "inputs": inputs, "outputs": {n: store.digest(folder / n) for n in names}}
    store.write_manifest(folder, {"notebooks": {"01_one": entry}})
    return folder


def test_letters_smoothed_otherwise_elsewhere_are_the_same_picture(tmp_path):
    stored = made(tmp_path / "stored", "linux-x86_64", (40, 40))
    fresh = made(tmp_path / "fresh", "darwin-arm64", (40, 40), shade=250)
    assert compare(stored, fresh) == []
    assert sorted(p.name for p in fresh.iterdir()) == ["manifest.json", "one.json", "one.png", "one.svg"]


@pytest.mark.parametrize(
    "where", [{"platform": "darwin-arm64"}, {"platform": "linux", "libraries": {"matplotlib": "4"}}]
)
def test_a_moved_mark_is_another_picture_anywhere(tmp_path, where):
    stored = made(tmp_path / "stored", "linux", (40, 40))
    lines = compare(stored, made(tmp_path / "fresh", mark=(80, 40), **where))
    assert lines[0].startswith("one.png: looks different (RMS ")


def test_at_home_a_single_byte_counts(tmp_path):
    stored = made(tmp_path / "stored", "linux", (40, 40))
    assert compare(stored, made(tmp_path / "fresh", "linux", (40, 40), shade=254)) == ["one.png: differs"]
