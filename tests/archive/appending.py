"""A writer that appends and indexes until it is stopped, and says what it has committed.

`python -m tests.archive.appending FOLDER COUNT [fsize=BYTES] [nofile=N]`: the limits are set when
the archive is open, as a disk that fills up while a crawl runs.
"""

import resource
import sys

from archive import open_archive
from archive.indexing import Indexing
from cleaners.errors import WinnowError
from tests.archive.exchanges import exchange, page, story

LIMITS = {"fsize": resource.RLIMIT_FSIZE, "nofile": resource.RLIMIT_NOFILE}


def main(folder, count, *limits):
    with open_archive(folder, write=True, create=True) as archive, Indexing(archive) as indexing:
        done = archive.conn.execute("select count(*) from captures").fetchone()[0]
        crawl = archive.begin_crawl("test", {})
        for limit in limits:
            name, _equals, value = limit.partition("=")
            resource.setrlimit(LIMITS[name], (int(value), resource.getrlimit(LIMITS[name])[1]))
        for number in range(done, int(count), 3):
            batch = [
                exchange(f"/{n}", page(f"{n}", story(f"{n}", 40)), minute=n)
                for n in range(number, min(number + 3, int(count)))
            ]
            with archive.append(batch) as captures:
                pass
            indexing.step()
            print(captures[-1].id, flush=True)
        indexing.drain()
        archive.end_crawl(crawl, "done", {})
    print("done", flush=True)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except WinnowError as error:
        print(f"winnow: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
