# release.py RELEASE...: how Sentry itself reads the names of releases. Prints a line of JSON
# for each: why it is no version, if it is none.
import json
import sys

from sentry_relay.processing import parse_release

for name in sys.argv[1:]:
    try:
        version = parse_release(name)["version_parsed"]
    except Exception as failed:
        print(json.dumps({"file": name, "errors": [repr(failed)]}))
        continue
    whole = version and version["raw_quad"] == name.rsplit("@", 1)[1].split(".")
    print(json.dumps({"file": name, "errors": [] if whole else ["no version"]}))
