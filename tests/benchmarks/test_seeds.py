"""Every line of the seed documents as labeled; where the documents are absent, it is said."""

from tests.benchmarks.program import HOME, benchmark


def test_every_seed_line_is_as_labeled():
    done = benchmark("seeds")
    if (HOME / "data" / "seed-documents").exists():
        assert done.stdout.endswith("124 lines, 124 as labeled, 0 not\n"), done.stdout
    else:
        assert done.stdout.startswith("absent: no seed-documents"), done.stdout
    assert (done.returncode, done.stderr) == (0, "")


def test_absent_documents_are_no_failure(tmp_path):
    done = benchmark("seeds", tmp_path)
    hint = "(WINNOW_SHARED names another place); nothing measured"
    assert done.stdout == f"absent: no seed-documents in {tmp_path} {hint}\n"
    assert (done.returncode, done.stderr) == (0, "")
