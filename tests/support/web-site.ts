import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";

export type WebSite = {
  /** Address without a trailing slash. */
  url: string;
  host: string;
  /** The paths asked for, in order. */
  asked: string[];
  /** Says how a path is answered; without an answer it is 404. */
  answer: (path: string, how: (request: IncomingMessage, response: ServerResponse) => void) => void;
  page: (path: string, body: string, headers?: Record<string, string>) => void;
  stop: () => Promise<void>;
};

/** A web site on a free loopback port. */
export async function startSite(): Promise<WebSite> {
  const asked: string[] = [];
  const answers = new Map<string, (request: IncomingMessage, response: ServerResponse) => void>();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const how = answers.get(path);
    if (how) how(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.object({ port: z.number() }).parse(server.address());
  const host = `127.0.0.1:${port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    answer: (path, how) => void answers.set(path, how),
    page: (path, body, headers = { "content-type": "text/html; charset=utf-8" }) =>
      void answers.set(path, (_request, response) => response.writeHead(200, headers).end(body)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
