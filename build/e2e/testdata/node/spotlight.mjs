// spotlight.mjs: Spotlight's receiver and its pages on a free port of this machine only.
// Prints the port, and ends with its standard input.
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { startServer } from "@spotlightjs/spotlight";

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  const callback = args.find((arg) => typeof arg === "function");
  return listen.call(this, { port: 0, host: "127.0.0.1" }, callback);
};

const basePath = path.join(import.meta.dirname, "node_modules/@spotlightjs/spotlight/dist/ui");
const filesToServe = Object.fromEntries(
  fs
    .readdirSync(basePath, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => [path.relative(basePath, file), fs.readFileSync(file)]),
);
const server = await startServer({ port: 0, basePath, filesToServe, isStandalone: true, normalizedAllowedOrigins: [] });
console.log(server.address().port);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
