"""Run by the partners' Python: what pywb answers for each URL of some collections, as JSON lines.

Arguments: an empty folder to work in, then NAME=FILE for each WARC or WACZ file of a collection;
input: a line "NAME timestamp url" each.
"""

import hashlib
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from pywb.apps.frontendapp import FrontEndApp
from pywb.manager.manager import main as manager

folder, *pairs = sys.argv[1:]
os.chdir(folder)
with redirect_stdout(sys.stderr):
    for pair in pairs:
        name, _, file = pair.partition("=")
        if not Path("collections", name).exists():
            manager(["init", name])
        manager(["add", "--unpack-wacz", name, file])
app = FrontEndApp()


def asked(path):
    """Status, fields and body of one request to the replay."""
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path.partition("?")[0], "SCRIPT_NAME": ""}
    environ["QUERY_STRING"] = path.partition("?")[2]
    environ["REQUEST_URI"] = path
    setup_testing_defaults(environ)
    answer = []
    body = b"".join(
        app(environ, lambda status, fields, _fault=None: answer.extend([status, fields]))
    )
    return int(answer[0].split()[0]), {name.lower(): value for name, value in answer[1]}, body


print()  # pywb ends its own lines where it likes
for line in sys.stdin:
    name, stamp, url = line.split()
    status, fields, body = asked(f"/{name}/{stamp}id_/{url}")
    coding = fields.get("content-encoding")
    answer = {"name": name, "stamp": stamp, "url": url, "status": status, "coding": coding}
    answer |= {"size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    print("\n" + json.dumps(answer))
