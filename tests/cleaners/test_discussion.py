"""Comments under an article go; a thread, and what is longer than any comments, stays."""

import pytest

from cleaners import clean

STORY = [
    "The council voted on Tuesday night to keep the old lighthouse open until October.",
    "Mirren Oakes, who has kept the lamp for eleven years, had not expected so many people.",
    "The harbour board wants to sell tickets, and the money would go into the roof.",
]
SAID = [
    f"I was there {when} and it was lovely, but the stairs need a rail on both sides. I do wonder"
    f" who pays for it all {when}, and whether anybody will come in winter when the boats stop."
    for when in ("last summer", "in March", "as a child")
]
NAMES = ["Tam Reid, 3 March 2026 at 10:12", "Ailsa, 3 March 2026", "Jo Harbour, 4 March 2026"]
STORIES, REMARKS = (
    "".join(f"<p>{one}</p>" for one in STORY),
    "".join(
        f"<div class=comment><b>{n}</b><p>{one}</p></div>"
        for n, one in zip(NAMES, SAID, strict=True)
    ),
)


def text(
    box: str, story: str = STORIES, url: str = "https://sound.example/x", *, fast: bool
) -> str:
    page = f"""<title>Lighthouse stays open</title><meta property=og:type content=article>
    <main><article><h1>Lighthouse stays open</h1>
    {story}</article>{box}</main>"""
    return clean(page, url=url, fast=fast).text


@pytest.mark.parametrize("fast", [False, True])
@pytest.mark.parametrize(
    "start",
    ["<div id=comments>", "<section class='comments wide'>", "<ol class=commentlist>",
     "<div id=disqus_thread>"],
)  # fmt: skip
def test_comments_longer_than_their_text_go(start, fast):
    assert text(f"{start}<h2>3 Comments</h2>{REMARKS}", fast=fast) == "\n\n".join(STORY)


@pytest.mark.parametrize("fast", [False, True])
def test_a_thread_keeps_its_posts(fast):
    box = f"<div id=comments>{REMARKS}</div>"
    kept = text(box, url="https://sound.example/forum/thread/7", fast=fast)
    assert all(one in kept for one in SAID)


@pytest.mark.parametrize("fast", [False, True])
def test_a_page_of_comments_keeps_them(fast):
    kept = text(f"<div id=comments>{REMARKS}</div>", "<p>Say what you think.</p>", fast=fast)
    assert all(one in kept for one in SAID)
