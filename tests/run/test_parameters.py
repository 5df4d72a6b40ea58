"""What may be set from outside, and what a mistake is told."""

import os

import pytest

from briefing.run.parameters import Parameter, UsageError, convert, read_notebook, read_values
from tests.house import House


def parameter(kind, name="x"):
    return Parameter(name, kind, None, "")


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("str", "007", "007"),
        ("int", "7", 7),
        ("int", "-3", -3),
        ("float", "0.5", 0.5),
        ("bool", "true", True),
        ("list[str]", "nis, zelenskyy", ["nis", "zelenskyy"]),
        ("list[str]", '"Kim, A",b', ["Kim, A", "b"]),
        ("list[str]", "", []),
        ("list[int]", ["1", "2"], [1, 2]),
    ],
)
def test_a_value_takes_the_parameters_type(kind, text, value):
    assert convert(parameter(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [("int", "007"), ("int", "1.0"), ("int", "x"), ("bool", "yes"), ("str", ["a"]), ("dict", "a"), ("float", "1_0")],
)
def test_a_value_of_another_type_is_refused(kind, text):
    with pytest.raises(UsageError):
        convert(parameter(kind), text)


@pytest.mark.parametrize("text", ["2025-13-01", "2025-1-1", "20250101", "2025-1", "25", "yesterday", "2025-W01-1"])
def test_what_is_not_a_date_is_refused(text):
    with pytest.raises(UsageError, match="is not a date"):
        convert(parameter("str", "as_of"), text)


def test_choices_are_checked():
    with pytest.raises(UsageError, match="not one of light, dark, print"):
        convert(parameter("str", "theme"), "blue")
    with pytest.raises(UsageError, match="'gif' is not one of"):
        convert(parameter("list[str]", "formats"), "png,gif")


def test_a_file_of_values_is_read_as_it_is_written(tmp_path):
    file = tmp_path / "values.yaml"
    file.write_text("as_of: 2025-04-30\ncount: 007\nclaimants: [nis, no]\n")
    assert read_values(file) == {"as_of": "2025-04-30", "count": "007", "claimants": ["nis", "no"]}


@pytest.mark.parametrize("text", ["a: b: c", "- a", "a: {b: c}", "[", "just words"])
def test_a_file_that_is_no_list_of_values_is_refused(tmp_path, text):
    file = tmp_path / "values.yaml"
    file.write_text(text)
    with pytest.raises(UsageError):
        read_values(file)


def test_the_parameters_cell_is_read_without_running_it(tmp_path):
    text = '"""What may be set."""\na: int = 1  # how many\nb = "x"\nc: list[str] = [\n    "y",\n]  # which\n'
    notebook = read_notebook(House(tmp_path).notebook("01_a", parameters=text, heading="Who?"))
    assert notebook.heading == "Who?"
    found = {p.name: (p.kind, p.default, p.help) for p in notebook.parameters.values()}
    assert found == {"a": ("int", 1, "how many"), "b": ("str", "x", ""), "c": ("list[str]", ["y"], "which")}


@pytest.mark.parametrize("text", ["a = print(1)", "import os", "a.b = 1", "a: int", "a =", "if True:\n    a = 1"])
def test_a_parameters_cell_with_more_in_it_is_refused(tmp_path, text):
    notebook = read_notebook(House(tmp_path).notebook("01_a", parameters=text))
    with pytest.raises(UsageError, match=r"01_a\.ipynb must hold plain assignments"):
        _ = notebook.parameters


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    file = tmp_path / "01_a.ipynb"
    file.write_text("{}")
    with pytest.raises(UsageError, match="01_a"):
        read_notebook(file)


def test_the_digest_does_not_see_outputs(tmp_path):
    house = House(tmp_path)
    one = read_notebook(house.notebook("01_a", "1 + 1"))
    two = one.path.read_text().replace('"outputs": []', '"outputs": [{}]')
    one.path.write_text(two)
    assert read_notebook(one.path).digest == one.digest
    assert read_notebook(house.notebook("01_a", "1 + 2")).digest != one.digest


def test_the_choices_are_those_that_the_charts_know():
    from briefing.charts import chart
    from briefing.drawing import theme
    from briefing.run import parameters

    assert set(parameters.THEMES) == set(theme.THEMES)
    assert set(parameters.FORMATS) == set(chart.FORMATS)


def test_a_list_may_be_written_as_in_a_notebook():
    assert convert(parameter("list[str]"), '["nis", "kcna"]') == convert(parameter("list[str]"), "nis,kcna")
    with pytest.raises(UsageError, match="is not a list; write the values with commas"):
        convert(parameter("list[str]"), "[nis kcna]")


ODD = ["", "a\nb", "a\r\nb", '"a', "\x00", "x" * 200_000, "[" * 5000 + "]" * 5000, "[1", "[f()]", "9" * 5000, "1e999",
       "٣", "nan", "[[1]]", '{"a":1}', "\ud800"]  # fmt: skip


@pytest.mark.parametrize("kind", ["str", "int", "float", "bool", "list[str]", "list[int]"])
def test_an_odd_value_is_taken_or_refused_in_a_short_sentence(kind):
    for text in ODD:
        try:
            convert(parameter(kind), text)
        except UsageError as error:
            assert len(str(error)) < 300, text


@pytest.mark.parametrize("what", ["pipe", "endless", "large"])
def test_a_file_that_might_never_end_is_refused(tmp_path, what):
    file = tmp_path / "values.yaml"
    if what == "large":
        file.write_text("as_of: " + "[" * 100_000)
    elif not hasattr(os, "mkfifo"):
        pytest.skip("pipes and devices are POSIX's")
    else:
        os.mkfifo(file) if what == "pipe" else file.symlink_to("/dev/zero")
    with pytest.raises(UsageError, match=r"never end|more than 20,000 bytes"):
        read_values(file)


def test_a_sweep_into_folders_that_some_systems_take_for_one_is_refused(house):
    house.notebook("01_one", parameters='figures_dir: str = ""\nwho: str = ""\n')
    told = house.run("figures", "--sweep", "who=nis,NIS")
    assert told.exit_code == 2 and "differ only in capitals" in told.output
