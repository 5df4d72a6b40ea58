"""A run under a small limit of open files, and without a home."""

import pytest


@pytest.mark.parametrize("option", ["-n", "-Sn"], ids=["cannot be raised", "may be raised"])
def test_eight_jobs_fit_into_few_open_files(house, option):
    for i in range(6):
        house.notebook(f"0{i}_n{i}")
    run = house.start("figures", "--jobs", "8", prefix=["bash", "-c", f'ulimit {option} 128 && exec "$@"', "bash"])
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0, f"{out}{err}"


def test_where_there_is_no_home_nothing_is_left_behind(house, tmp_path):
    house.notebook("01_one")
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    run = house.start("figures", HOME="/proc/nohome", TMPDIR=str(temporary))
    out, err = run.communicate(timeout=120)
    assert run.returncode == 0 and "IPython" not in f"{out}{err}", f"{out}{err}"
    assert not list(temporary.iterdir())
