"""Numbers that nobody has decided are said where figures are drawn from the record, and only there."""

import json
from dataclasses import replace

from click.testing import CliRunner

from briefing.analysis.view import view_of
from briefing.audit.coverage import open_in_words
from briefing.charts import CHARTS
from briefing.cli import main
from briefing.outputs.page import Briefing
from briefing.record.dossier import load_dossier, read_record
from tests.truth.oracle import faults
from tests.truth.record import Seen

SAID = "9 numbers in one document are still open: neither recorded nor excluded."


def test_open_numbers_are_said_with_the_figures_and_on_the_page(data, tmp_path, record):
    assert open_in_words(record) == ""
    assert open_in_words(read_record(data)) == SAID
    words = ["figures", "--only", "01", "--data-dir", str(data), "--out", str(tmp_path / "out")]
    first = CliRunner().invoke(main, words)
    assert first.exit_code == 0, first.output
    assert SAID in first.output
    sidecar = json.loads((tmp_path / "out" / "attribution.json").read_text(encoding="utf-8"))
    assert sidecar["source"].startswith(f"{SAID} Source: ")
    assert SAID in Briefing(view_of(load_dossier(data))).scope("")
    assert "still open" not in Briefing(view_of(load_dossier())).scope("")


def test_every_chart_says_so_in_its_source_line_and_the_oracle_counts_them_too(data):
    view, seen = view_of(load_dossier(data)), Seen(data, "", (), (), "")
    for chart in CHARTS:
        source = chart.told(view)[2].source
        assert source.startswith(SAID) and not faults(seen, source)
        assert faults(seen, type(source)(source, [replace(f, about=f.about | {"n": 8}) for f in source.findings[:1]]))
    assert not [c.name for c in CHARTS if "open" in c.told(view_of(load_dossier()))[2].source]


def test_of_a_record_with_faults_nothing_is_said_to_be_drawn(data, tmp_path):
    table = data / "reported_figures.csv"
    table.write_text(table.read_text(encoding="utf-8") + "one,cell,too,few\n", encoding="utf-8")
    told = CliRunner().invoke(
        main, ["figures", "--only", "02", "--data-dir", str(data), "--out", str(tmp_path / "out")]
    )
    assert told.exit_code == 1 and "4 cells" in told.output
    assert "still open" not in told.output
