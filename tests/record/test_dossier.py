"""Loading: what a valid dossier becomes, `as_of`, the fingerprint, and the generated dossiers."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import pandas as pd
import pytest
from frictionless import Package

from briefing import load_dossier
from briefing.paths import DATA, ROOT
from briefing.words.text import UserError
from tests import dossiers
from tests.conftest import put, rows_of, write_rows


def ids(dossier) -> set[str]:
    return set(dossier.statements["statement_id"])


def test_figures_are_joined_and_typed(here):
    row = here.figures.set_index("figure_id").loc["000-killed-2"]
    assert (row["value"], row["low"], row["bound"]) == (600, 600, "lower")
    assert pd.isna(row["high"])
    assert (row["claimant"], row["claimant_kind"], row["outlet"]) == (
        "NIS",
        "intelligence_agency",
        "a site that copies AFP",
    )
    assert (row["made_on"], row["published_on"]) == ("2025-04-30", "2025-09")
    assert {str(here.figures[c].dtype) for c in ("value", "value_to", "low", "high")} == {"Int64"}
    assert here.figures["metric"].cat.ordered
    assert here.pivot().on == pd.Timestamp("2025-04-28")


def test_as_of_keeps_what_had_been_stated(here):
    everything = ids(here)
    january = {"zelenskyy-2025-01-09", "nis-2025-01-13"}
    assert ids(load_dossier(as_of="2024-12-31")) == set()
    assert ids(load_dossier(as_of="2025-01-09")) == {"zelenskyy-2025-01-09"}
    assert ids(load_dossier(as_of="2025-02-01")) == january
    assert ids(load_dossier(as_of="2025-01")) == january
    spring = ids(load_dossier(as_of="2025-04-29"))
    assert spring - january == {
        "jcs-2025-03-27", "russian-general-2025-04-26", "kcna-2025-04-28", "putin-2025-04-28",
    }  # fmt: skip
    # Undated statements count from the first document that carries them: 30 April, and September to its end.
    assert ids(load_dossier(as_of="2025-04-30")) - spring == {"nis-2025-04-30", "seoul-washington-undated"}
    assert "kim-jong-un-2025-08" not in ids(load_dossier(as_of="2025-08-30"))
    assert "kim-jong-un-2025-08" in ids(load_dossier(as_of="2025-08"))
    assert "agencies-undated" not in ids(load_dossier(as_of="2025-09-29"))
    assert ids(load_dossier(as_of="2025-09")) == everything
    # "Earlier this year", in a document of September: known by the end of September, not by the end of August.
    assert "lavrov-2025" not in ids(load_dossier(as_of="2025-08"))


def test_as_of_hides_the_pivot_before_its_day():
    assert load_dossier(as_of="2025-04-27").pivot().on is None
    assert load_dossier(as_of="2025-04-28").pivot().on == pd.Timestamp("2025-04-28")


def test_as_of_cuts_figures_and_chains_alike():
    early = load_dossier(as_of="2025-02-01")
    assert set(early.figures["statement_id"]) == set(early.attributions["statement_id"]) == ids(early)
    assert early.fingerprint == load_dossier().fingerprint


@pytest.mark.parametrize("as_of", ["2025-2-1", "tomorrow", "2025-02-30", "01.02.2025"])
def test_as_of_that_is_no_date_is_refused(as_of):
    with pytest.raises(ValueError, match="is not a"):
        load_dossier(as_of=as_of)


def test_unknown_names_are_refused_with_the_nearest(here):
    with pytest.raises(ValueError, match="did you mean “NIS”"):
        here.select(claimants=["NISS"])
    with pytest.raises(ValueError, match="did you mean “killed”"):
        here.select(metrics=["kiled"])
    with pytest.raises(ValueError, match="did you mean “kcna-2025-04-28”"):
        here.pivot("kcna-2025-04-29")
    assert here.pivot("none") is None


@pytest.mark.parametrize(
    ("pivot", "told"),
    [
        ("kcna-2025-04-29", "did you mean “kcna-2025-04-28”"),
        ("nis-2025-04", "is not a statement of this record dated to the day"),
    ],
)
def test_a_pivot_is_a_statement_dated_to_the_day(tiny, pivot, told):
    """Of the record as of a parameter."""
    put(tiny, "statements", 2, statement_id="nis-2025-04", made_on="2025-04", made_on_precision="month")
    for table in ("reported_figures", "attributions"):
        rows = rows_of(tiny, table)
        write_rows(tiny, table, [[c if c != "nis-2025-04-30" else "nis-2025-04" for c in row] for row in rows])
    with pytest.raises(ValueError, match=told):
        load_dossier(tiny).pivot(pivot)
    descriptor = tiny / "datapackage.json"
    descriptor.write_text(json.dumps(json.loads(descriptor.read_text(encoding="utf-8")) | {"pivot": pivot}))
    with pytest.raises(ValueError, match=told):
        load_dossier(tiny).pivot()


def test_a_record_need_not_have_a_pivot(generated):
    assert load_dossier(generated["one_claimant"]).pivot() is None


def test_claimants_are_found_by_id_or_name_in_any_case_each_once(here):
    assert here.claimant_ids(["NIS", "nis", "North KOREA", "South Korean JCS"]) == ("nis", "north-korea", "jcs")
    with pytest.raises(ValueError, match="unknown claimant “yonhap”"):  # passes words on, states none
        here.claimant_ids(["yonhap"])


def test_byte_order_mark_line_ends_and_row_order_do_not_count(tiny):
    before = load_dossier(tiny)
    for table in dossiers.HEADERS:
        header, *rows = rows_of(tiny, table)
        write_rows(tiny, table, [header, *reversed(rows)], end="\r\n")
        path = tiny / f"{table}.csv"
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    after = load_dossier(tiny)
    assert after.fingerprint == before.fingerprint
    pd.testing.assert_frame_equal(after.figures, before.figures)


def test_any_change_gives_another_fingerprint(tiny):
    before = load_dossier(tiny).fingerprint
    put(tiny, "reported_figures", 2, note="Seen.")
    noted = load_dossier(tiny).fingerprint
    document = tiny.parent / "seeds" / "late.txt"
    document.write_bytes(document.read_bytes() + b"One more line.\n")
    put(tiny, "documents", 3, sha256=hashlib.sha256(document.read_bytes()).hexdigest())
    assert len({before, noted, load_dossier(tiny).fingerprint}) == 3


def test_order_of_columns_does_not_matter(tiny):
    before = load_dossier(tiny).fingerprint
    rows = rows_of(tiny, "actors")
    write_rows(tiny, "actors", [list(reversed(row)) for row in rows])
    assert load_dossier(tiny).fingerprint == before


@pytest.mark.parametrize("name", ["tiny", "one_claimant", "many"])
def test_generated_dossiers_load_and_pass_frictionless(generated, name):
    data = generated[name]
    dossier = load_dossier(data)
    report = Package(str(data / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])
    if name == "many":
        assert len(dossier.statements) == 200
        assert len(dossier.claimants) == 8
        names = dossier.actors.set_index("actor_id")["short_name"][list(dossier.claimants)]
        assert names.str.len().min() >= 80
        assert dossier.figures["metric"].nunique() == dossier.figures["qualifier"].nunique() == 9
        days = dossier.statements["last"].dropna()
        assert days.max() - days.min() > pd.Timedelta(days=3 * 365)


def test_generated_dossiers_are_the_same_in_every_process(generated, tmp_path):
    code = "import sys; from pathlib import Path; from tests import dossiers; dossiers.many(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, env={"PYTHONHASHSEED": "7"}, check=True)
    folder = generated["many"].parent
    files = [p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file()]
    assert len(files) == len(dossiers.HEADERS) + 1 + 40  # tables, descriptor, documents
    assert [f for f in files if (folder / f).read_bytes() != (tmp_path / f).read_bytes()] == []


def test_this_dossier_passes_frictionless():
    report = Package(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])


def test_short_names_that_differ_only_in_capitals_are_told_apart_or_refused(tmp_path):
    b = dossiers.Builder()
    b.actor("g", "Gazette", "Gazette", "outlet")
    b.document("d", "g", "2025-04-30")
    for actor, short in (("lee", "Lee"), ("league", "LEE")):
        b.actor(actor, short, short, "government")
        b.statement(f"s-{actor}", actor, "2025-04-01")
        b.figure("d", f"s-{actor}", "killed", 5)
    dossier = load_dossier(b.write(tmp_path / "x"))
    assert dossier.claimant_ids(["Lee"]) == ("lee",)
    assert dossier.claimant_ids(["LEE", "lee"]) == ("league", "lee")
    with pytest.raises(UserError, match="“lEE” may be league or lee: names differ only in capitals, so give the id"):
        dossier.claimant_ids(["lEE"])
