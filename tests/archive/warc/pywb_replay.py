"""Run by the partners' Python: what pywb answers for each URL of a file, as JSON lines.

Arguments: an empty folder to work in, a WARC or WACZ file; input: a line "timestamp url" each.
"""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from wsgiref.util import setup_testing_defaults

from pywb.apps.frontendapp import FrontEndApp

folder, file = sys.argv[1:3]
os.chdir(folder)
manager = [str(Path(sys.executable).parent / "wb-manager")]
subprocess.run([*manager, "init", "seen"], check=True, capture_output=True)
subprocess.run([*manager, "add", "--unpack-wacz", "seen", file], check=True, capture_output=True)
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
    stamp, url = line.split()
    status, fields, body = asked(f"/seen/{stamp}id_/{url}")
    coding = fields.get("content-encoding")
    answer = {"url": url, "status": status, "coding": coding, "size": len(body)}
    print("\n" + json.dumps({**answer, "sha256": hashlib.sha256(body).hexdigest()}))
