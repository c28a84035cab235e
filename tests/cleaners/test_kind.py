"""What a page and its address say of the page's kind."""

import pytest

from cleaners.about.kind import COLUMNS, SAYS, SILENT, kind


def says(name: str, *given: object) -> float:
    return kind(*given)[SAYS.index(name)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://shop.example/products/rope-12mm", "product"),
        ("https://forum.boats.example/a-leak-below-the-mast", "thread"),
        ("https://boats.example/viewtopic.php?t=12", "thread"),
        ("https://shop.example/collections/ropes", "list"),
        ("https://docs.boats.example/knots", "manual"),
        ("https://boats.example/blog/knots-for-a-windy-day", "article"),
        ("https://boats.example/services/rigging", "service"),
    ],
)
def test_an_address_names_the_kind(url: str, name: str) -> None:
    assert says(name, [], {}, url) == 1.0


@pytest.mark.parametrize(
    ("nodes", "told", "name"),
    [
        ([{"@type": "Product"}], {}, "product"),
        ([], {"product:price:amount": "12.50"}, "product"),
        ([{"@type": ["QAPage"]}], {}, "thread"),
        ([], {"generator": "Discourse 3.2"}, "thread"),
        ([{"@type": "https://schema.org/ItemList"}], {}, "list"),
        ([], {"generator": "Sphinx 7.1"}, "manual"),
        ([], {"og:type": "article"}, "article"),
        ([{"@type": "LocalBusiness"}], {}, "service"),
    ],
)
def test_markup_names_the_kind(nodes: list, told: dict, name: str) -> None:
    assert says(name, nodes, told, "https://boats.example/x") == 2.0


def test_both_count_together() -> None:
    assert says("product", [{"@type": "Product"}], {}, "https://shop.example/p/rope") == 3.0


def test_the_shape_of_an_address() -> None:
    found = dict(zip(COLUMNS, kind([], {}, "https://a.example/2026/04/old-rope-sold"), strict=True))
    assert (found["url_depth"], found["url_words"], found["url_number"]) == (3.0, 3.0, 1.0)


@pytest.mark.parametrize("url", [None, "", "http://[broken", "no address"])
def test_no_address_says_nothing(url: str | None) -> None:
    assert kind([], {}, url)[: len(SAYS)] == SILENT[: len(SAYS)]
