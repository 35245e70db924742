# normalise.py FILE...: what Sentry itself does to events on their arrival. Prints a
# line of JSON for each file: the errors that its normaliser notes, by path.
import json
import sys
import time

from sentry_relay.processing import StoreNormalizer

normalizer = StoreNormalizer(
    project_id=1,
    protocol_version="7",
    is_renormalize=False,
    remove_other=True,
    enable_trimming=True,
    max_secs_in_past=30 * 86400,
    max_secs_in_future=60,
    normalize_user_agent=False,
)


def errors(meta, path=""):
    for key, value in (meta or {}).items():
        if key == "":
            for error in value.get("err", []):
                yield [path, error]
        elif isinstance(value, dict):
            yield from errors(value, path + "/" + key)


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        event = json.load(file)
    # A golden event grows old, which is no error of its.
    event["timestamp"] = time.time()
    if event.get("type") == "transaction":
        event["start_timestamp"] = event["timestamp"] - 1
    normal = normalizer.normalize_event(event)
    print(json.dumps({"file": name, "errors": list(errors(normal.get("_meta")))}, ensure_ascii=False))
