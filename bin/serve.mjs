import { createServer } from "node:http";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ClearError, exitWith, isMain } from "./clear-error.mjs";
import { ROOT } from "./ensure.mjs";

/** Requests under way get this long to end; open event streams are then cut. */
const GRACE = 1500;

/**
 * Serves the built application (or, with isDev, the sources) from this process, so that killing it frees the port.
 * The environment of the application must be set before. Throws a ClearError when the port is taken.
 * @param {{ host: string, port: number, isDev?: boolean }} options
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export async function serve({ host, port, isDev = false }) {
  process.env.NODE_ENV = isDev ? "development" : "production";
  process.env.NEXT_TELEMETRY_DISABLED ??= "1";
  // Imports start their threads from the sources, wherever the server was started from.
  process.chdir(ROOT);
  let handle;
  let isReady = () => undefined;
  const ready = new Promise((resolve) => {
    isReady = resolve;
  });
  // Who asks between listening and readiness waits instead of meeting a server without an answer.
  const server = createServer((request, response) => {
    // Over whatever a client wrote there: who slows down failed sign-ins must know where they come from.
    request.headers["x-client-address"] = request.socket.remoteAddress ?? "";
    if (!isAddress(request.url ?? "")) {
      response.writeHead(400, { "content-type": "text/plain; charset=utf-8" }).end("This is no address.\n");
      return;
    }
    ready.then(() => handle(request, response)).catch(() => response.destroy());
  });
  const taken = await listen(server, host, port);
  const { default: next } = await import("next");
  const options = { dev: isDev, dir: ROOT, hostname: host, port: taken, httpServer: server };
  const app = next(isDev ? { ...options, turbopack: true } : options);
  await app.prepare();
  handle = app.getRequestHandler();
  isReady();
  const close = async () => {
    // What works in the background ends here, and does not take being cut off for a failure (lib/stopping).
    globalThis.sourcebenchStopping ??= new AbortController();
    globalThis.sourcebenchStopping.abort();
    const isClosed = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    await Promise.race([isClosed, delay(GRACE, undefined, { ref: false })]);
    server.closeAllConnections();
    await Promise.race([app.close(), delay(GRACE, undefined, { ref: false })]);
  };
  return { port: taken, close };
}

/** Whether a path's escapes are those of UTF-8; Next fails on others as if the fault were ours. */
function isAddress(url) {
  try {
    decodeURIComponent(url.split("?", 1)[0]);
    return true;
  } catch {
    return false;
  }
}

function listen(server, host, port) {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(explain(error, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function explain(error, host, port) {
  if (error.code === "EADDRINUSE")
    return new ClearError(
      `Port ${port} is taken by another program: stop it, or start with PORT=${port + 1} npm start.`,
    );
  if (error.code === "EACCES")
    return new ClearError(`Port ${port} needs more rights than this account has: set PORT to 1024 or more.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return new ClearError(
      `HOST ${host} is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all.`,
    );
  return error;
}

/**
 * Throws serve's ClearError when a port cannot be listened on, before any slow work is done for it.
 * @param {string} host
 * @param {number} port
 */
export async function checkPort(host, port) {
  const probe = createServer();
  await listen(probe, host, port);
  await new Promise((resolve) => probe.close(resolve));
}

/** `node bin/serve.mjs`: the application alone on a database that is ready, for the tests and the benchmark. */
async function main() {
  const server = await serve({
    host: process.env.HOST ?? "127.0.0.1",
    port: Number(process.env.PORT ?? 0),
  });
  console.log(`listening on ${server.port} in ${path.basename(ROOT)}`);
  const stop = () => server.close().finally(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

if (await isMain(import.meta)) await main().catch(exitWith);
