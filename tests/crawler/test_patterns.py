"""When new addresses bring no new texts, they are not followed any further."""

from crawler.patterns import ENOUGH, pattern
from tests.command import winnow
from tests.crawler.command import seed
from tests.crawler.mill import Mill, grinding, page
from tests.crawler.test_crawl import ask, report

# The first page, and what those that were read before the last lead to, three pages each: all of it
# may be on its way, or back already, when the last is read. What that one leads to is left.
MOST = 1 + 3 * ENOUGH


def test_the_shape_of_an_address():
    shapes = {
        "https://a.example/story/one": "a.example/story/*",
        "https://a.example/2026/03/some-story": "a.example/#/#/*",
        "https://a.example/day-17/": "a.example/day-#/",
        "https://a.example/shop?sid=1&color=2": "a.example/shop?color&sid",
        "https://a.example:8080/x": "a.example:8080/*",
        "https://a.example": "a.example/",
    }
    assert {url: pattern(url) for url in shapes} == shapes


class Endless(Mill):
    """Beside its stories one page under any address, each of which leads to more."""

    def body(self, path):
        if path.startswith("/maze/"):
            number = int(path.rpartition("/")[2])
            more = "".join(f'<a href="/maze/{number * 3 + n}">On</a> ' for n in range(1, 4))
            lines = "".join(f"<p>{line} stood still all day.</p>" for line in "ABCDEFGHIJKLMNOP")
            return page("Maze", f"<article><h1>Maze</h1>{lines}</article><p>{more}</p>")
        if path == "/":
            links = [f'<a href="/story/{n}">Story {n}</a> ' for n in range(self.pages)]
            return page("Home", "".join([*links, '<a href="/maze/1">Maze</a>']))
        return super().body(path)


class Calendar(Mill):
    """Beside its lists of stories a calendar: a page for each day, and no story on any."""

    def body(self, path):
        if path.startswith("/day/"):
            number = int(path.rpartition("/")[2])
            days = "".join(f'<a href="/day/{number * 3 + n}">Day {n}</a> ' for n in range(1, 4))
            return page("A day", f"<p>{days}</p>")
        if path == "/":
            return page("Home", '<a href="/list/0">All stories</a> <a href="/day/1">Days</a>')
        if path.startswith("/list/"):
            number = int(path.rpartition("/")[2])
            more = f'<a href="/list/{number + 1}">More</a>' if number + 1 < self.pages else ""
            return page("List", f'<a href="/story/{number}">The story {number}</a> {more}')
        return super().body(path)


def test_listings_that_lead_to_nothing_new_are_left_and_others_are_not(tmp_path):
    with grinding(Calendar(ENOUGH + 15)) as mill:
        archive = tmp_path / "a"
        report(archive, seed(tmp_path, mill.url, "depth = 1000"))
        days = [path for path in mill.asked if path.startswith("/day/")]
        assert ENOUGH <= len(days) <= MOST
        assert ask(archive, "select count(*) from articles") == [(mill.pages,)]
        ((why,),) = ask(
            archive, "select distinct detail from crawl_outcomes where outcome = 'trap'"
        )
        assert why.endswith("/day/* led to no new article")
        assert not ask(
            archive,
            "select 1 from frontier where state = 'waiting' and url like '%/day/%' and due < 9",
        )


def test_a_maze_of_one_text_is_left_and_the_stories_are_not(tmp_path):
    with grinding(Endless(70)) as mill:
        archive, source = tmp_path / "a", seed(tmp_path, mill.url, "articles = []")
        first = report(archive, source)
        maze = [path for path in mill.asked if path.startswith("/maze/")]
        assert ENOUGH <= len(maze) <= MOST
        assert first["sources"][0]["outcomes"]["trap"] > 10
        assert ask(archive, "select count(*) from articles") == [(71,)]
        assert ask(archive, "select count(*) from versions where title = 'Maze'") == [(1,)]
        ((why,),) = ask(
            archive, "select distinct detail from crawl_outcomes where outcome = 'trap'"
        )
        assert why.endswith("/maze/* brought no new text")
        report(archive, source)
        assert len([path for path in mill.asked if path.startswith("/maze/")]) == len(maze)
    assert winnow(archive, "verify").returncode == 0
