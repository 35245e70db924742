# yaml_blocks.py FILE...: reads YAML files, and the blocks of YAML in documents. Prints a
# line of JSON for each file: what is wrong with it, and how many texts were read.
import json
import re
import sys

import yaml

for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        text = file.read()
    texts = re.findall(r"```yaml\n(.*?)```", text, re.S) if name.endswith(".md") else [text]
    errors = [] if texts else ["no YAML"]
    for part in texts:
        try:
            if not isinstance(yaml.safe_load(part), dict):
                errors.append("not an object")
        except yaml.YAMLError as error:
            errors.append(str(error))
    print(json.dumps({"file": name, "errors": errors}, ensure_ascii=False))
