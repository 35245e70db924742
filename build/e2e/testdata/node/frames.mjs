// frames.mjs FILE...: reads envelopes with Sentry's own parser. Prints a line of JSON for
// each file: what is wrong with its frames.
import { parseEnvelope } from "@sentry/core";
import { readFileSync } from "node:fs";

const json = new Set(["event", "transaction", "session", "sessions", "check_in", "feedback", "log", "trace_metric", "client_report"]);

function errors(file) {
  const found = [];
  const content = readFileSync(file);
  const [, items] = parseEnvelope(new Uint8Array(content));
  if (items.length === 0) found.push("no items");
  for (const [header, payload] of items) {
    // With a length the payload comes as bytes, and nobody looked how many there were.
    const bytes = payload instanceof Uint8Array ? payload : new TextEncoder().encode(JSON.stringify(payload));
    if (header.length === undefined) found.push(`${header.type}: no length`);
    else if (payload instanceof Uint8Array && bytes.length !== header.length) found.push(`${header.type}: ${bytes.length} bytes of ${header.length}`);
    if (json.has(header.type)) JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    else if (header.type !== "attachment") found.push(`${header.type}: unknown`);
    if (header.item_count !== undefined && JSON.parse(new TextDecoder().decode(bytes)).items.length !== header.item_count)
      found.push(`${header.type}: item_count is ${header.item_count}`);
  }
  return found;
}

for (const file of process.argv.slice(2)) {
  let found;
  try {
    found = errors(file);
  } catch (error) {
    found = [String(error)];
  }
  console.log(JSON.stringify({ file, errors: found }));
}
