# scrub.py FILE...: what the data scrubber of Sentry, as a project has it at first and with "Prevent Storing of IP
# Addresses", takes out of events. Prints a line of JSON for each file: the paths of the values that it changed.
import copy
import json
import sys

from sentry_relay.processing import convert_datascrubbing_config, pii_strip_event

config = convert_datascrubbing_config(
    {"scrubData": True, "scrubDefaults": True, "scrubIpAddresses": True, "sensitiveFields": [], "excludeFields": []}
)


def changed(before, after, path=""):
    if isinstance(before, dict):
        for key, value in before.items():
            yield from changed(value, after.get(key) if isinstance(after, dict) else None, path + "/" + key)
    elif isinstance(before, list):
        for i, value in enumerate(before):
            yield from changed(value, after[i] if isinstance(after, list) and i < len(after) else None, path + "/" + str(i))
    elif before != after:
        yield [path, after]


for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        event = json.load(file)
    event["tags"] = [[key, value] for key, value in event["tags"].items()]  # as it gives them back
    del event["timestamp"]  # which it writes as a number
    after = pii_strip_event(config, copy.deepcopy(event))
    print(json.dumps({"file": name, "errors": list(changed(event, after))}, ensure_ascii=False))
