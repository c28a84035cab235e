"""What class names say of a box."""

import pytest

from cleaners.reading.hints import attribute_bits, names


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("article-body", {"body"}),
        ("storyContent", {"body"}),
        ("site-nav", {"nav"}),
        ("canvas", set()),
        ("post-meta ad-slot", {"date", "ad"}),
        ("readings", set()),
        ("überschrift", {"title"}),
        ("cookie-banner", {"consent", "ad"}),
        ("authority", {"byline"}),
        ("autorisation", set()),
        ("commentary commentaries", set()),
        ("commentaires", {"comment"}),
        ("comment-4711", {"comment"}),
        ("ads7 gpt2026", {"ad"}),
    ],
)
def test_names_of_classes_become_words(given: str, said: set[str]):
    assert names(attribute_bits(given)) == said
