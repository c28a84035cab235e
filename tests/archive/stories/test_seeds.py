"""The five documents this project started from: two stories; where they are absent, it is said."""

from cleaners import clean_text
from tests.archive.stories.shelf import shelved, stories
from tests.benchmarks.program import HOME

SEEDS = HOME / "data" / "seed-documents"


def test_the_seed_documents_make_their_two_stories(tmp_path, capsys):
    if not SEEDS.exists():
        print(f"absent: no seed-documents in {HOME}; nothing compared")
        assert capsys.readouterr().out.startswith("absent: no seed-documents")
        return
    texts = {
        f"https://n{path.name[:3]}.example/": clean_text(path.read_text("utf-8")).text
        for path in sorted(SEEDS.glob("*.txt"))
    }
    assert len(texts) == 5
    for order in (None, [4, 2, 0, 3, 1]):
        folder = tmp_path / str(bool(order))
        assert stories(shelved(folder, texts, order=order)) == {
            "n000": [("n001", "copy")],
            "n002": [("n003", "reworded"), ("n004", "reworded")],
        }
