"""A city cut into batches of ledgers comes to what it comes to in one part."""

from pathlib import Path

import pytest

from generator.site import city_jobs
from generator.site.build import BuildResult, build_site
from generator.site.city_job import CityJobResult, WorkerState
from generator.site.context import CityJob
from tests.long_ledgers import lengthen, long_site
from tests.registers import SAMPLE, TODAY, ready

SLIP = "records/issues/LS19/990100/R02/LS19-990100-R02-P01-001.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of which most issues are in one city, in several ledgers."""
    root = ready(SAMPLE, tmp_path / "register")
    lengthen(root)
    return root


def built(root: Path) -> BuildResult:
    return build_site(root, root / "site", TODAY)


def contents(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def job(city: str, *folders: str) -> CityJob:
    return CityJob(
        city, "key", TODAY, tuple((folder, f"key of {folder}") for folder in folders), ()
    )


def test_city_that_holds_most_of_the_work_is_cut_and_others_are_not() -> None:
    large, small = job("990100", "a", "b", "c", "d"), job("990200", "e", "f")
    sizes = {"a": 5, "b": 6, "c": 1, "d": 30, "e": 1, "f": 2}
    parts = city_jobs._parts(large, sizes, 10)
    assert [one.stale for one in parts] == [large.stale[:1], large.stale[1:3], large.stale[3:]]
    assert city_jobs._parts(small, sizes, 10) == [small]
    assert city_jobs._parts(job("990300", "d"), sizes, 10) == [job("990300", "d")]
    assert city_jobs._parts(job("990400"), sizes, 0) == [job("990400")]


def test_site_is_the_same_in_batches_and_in_one_piece(
    run: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = long_site(run)

    def noted(
        state: WorkerState, part: CityJob | city_jobs.LedgerBatch | city_jobs.CityFilesJob
    ) -> CityJobResult:
        (root / "parts").open("a").write(f"{type(part).__name__}\n")
        return real(state, part)

    real = city_jobs._run
    monkeypatch.setattr(city_jobs, "_run", noted)
    monkeypatch.setattr(city_jobs, "cores", lambda: 2)
    assert built(root).pages
    done = (root / "parts").read_text().split()
    assert done.count("LedgerBatch") > 1
    assert done.count("CityFilesJob") == 1
    assert contents(root / "site") == contents(whole)


def test_error_in_one_batch_leaves_the_site_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city_jobs, "cores", lambda: 2)
    (root / SLIP).write_text("id: LS19-990100-R02-P01-001\nfound: 示例\n", encoding="utf-8")
    broken = built(root)
    assert broken.pages == 0
    assert {one.path for one in broken.verdict.findings if one.path == SLIP} == {SLIP}
    assert not (root / "site").exists()
