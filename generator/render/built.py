"""What every page can say of the copy that it belongs to: one small script, `data/build.js`.

It stands apart from the pages, so that a new build leaves the pages as they were.
"""

import json

BUILD_SCRIPT = "data/build.js"


def build_script(*, day: str, commit: str, edition: str, time: str = "") -> str:
    """The script: build day (ISO), time of day if known, commit ("" without Git), edition."""
    said = {"day": day, "time": time, "commit": commit, "edition": edition}
    # Not even a strange edition may end the call or the script.
    text = json.dumps(said, ensure_ascii=True).replace("<", "\\u003c")
    return f"lantianBuilt({text});\n"
