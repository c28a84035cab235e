"""Each story of the demo outlet through clean(): article lines lost, debris lines left.

`python benchmarks/outlet.py -v` names the lines. Ends with 1 when there are any.
"""

import sys

from figures import tell
from shared import ROOT

sys.path.insert(0, str(ROOT))

from cleaners import clean
from tests.site import labels, story


def cleaned(one: story.Story) -> str:
    charset = one.wire.get("charset", "utf-8")
    mime = one.wire.get("mime", f"text/html; charset={charset}")
    page = story.page_html(one).replace("{{base}}", "http://127.0.0.1")
    return clean(
        page.encode(charset, "xmlcharrefreplace"),
        url=f"http://127.0.0.1{one.path}",
        charset=mime.partition("charset=")[2] or None,
    ).text


def main() -> int:
    kept = debris = lost = left = 0
    for one in story.stories():
        wanted = labels.labels(one)
        text = cleaned(one)
        missing, surplus = labels.missing(text, wanted), labels.surplus(text, wanted)
        kept, debris = kept + len(wanted.kept), debris + len(wanted.debris)
        lost, left = lost + len(missing), left + len(surplus)
        if missing or surplus:
            print(f"  {one.slug:22} {one.skin:8} {len(missing):3} lost {len(surplus):3} left")
            if "-v" in sys.argv:
                for sign, lines in (("lost", missing), ("left", surplus)):
                    for line in lines:
                        print(f"      {sign}  {line}")
    print(f"{kept} article lines, {lost} lost; {debris} debris lines, {left} left")
    good = [tell("article lines lost", lost, limit=0), tell("debris lines left", left, limit=0)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
