# schema.py FILE...: holds events against Sentry's published schema, which comes
# with Bugsink. Prints a line of JSON for each file: what violates it.
import glob
import json
import os
import sys

import jsonschema

found = [path for base in sys.path for path in glob.glob(os.path.join(base, "**", "event.schema.json"), recursive=True)]
with open(found[0], encoding="utf-8") as file:
    validator = jsonschema.Draft7Validator(json.load(file))
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        event = json.load(file)
    violations = [["/".join(map(str, error.absolute_path)), error.message[:300]] for error in validator.iter_errors(event)]
    print(json.dumps({"file": name, "errors": violations}, ensure_ascii=False))
