// spotlight.mjs: Spotlight's receiver on a free port of this machine only. Prints the
// port, and ends with its standard input.
import net from "node:net";
import { startServer } from "@spotlightjs/spotlight";

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  const callback = args.find((arg) => typeof arg === "function");
  return listen.call(this, { port: 0, host: "127.0.0.1" }, callback);
};

const server = await startServer({ port: 0, normalizedAllowedOrigins: [] });
console.log(server.address().port);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
