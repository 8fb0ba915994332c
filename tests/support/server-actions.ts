import { readFile } from "node:fs/promises";
import path from "node:path";
import { inject } from "vitest";
import { z } from "zod";
import { ROOT } from "../../bin/ensure.mjs";

const manifestShape = z.object({
  node: z.record(
    z.string(),
    z.object({ exportedName: z.string(), filename: z.string(), workers: z.record(z.string(), z.unknown()) }),
  ),
});

/** The actions of the build by folder and name, each with its id and a page that offers it. */
export async function listActions() {
  const file = path.join(ROOT, inject("journey").distDir, "server", "server-reference-manifest.json");
  const { node } = manifestShape.parse(JSON.parse(await readFile(file, "utf8")));
  const bare = (place: string) =>
    place
      .split("/")
      .slice(1, -1)
      .filter((part) => !part.startsWith("("))
      .join("/");
  return Object.entries(node).map(([id, action]) => {
    const own = bare(action.filename);
    const pages = Object.keys(action.workers).map(bare);
    const page = pages.find((one) => one === own) ?? pages[0] ?? "";
    return { id, name: `${own} ${action.exportedName}`, page: `/${page}` };
  });
}

/** Sends an action to a page as React does, and returns what was answered. */
export async function sendAction(
  address: string,
  {
    id,
    form,
    args,
    origin,
    cookie,
  }: {
    id: string;
    form: Readonly<Record<string, string>>;
    args: readonly unknown[];
    origin: string;
    cookie: string;
  },
) {
  const body = new FormData();
  for (const [field, value] of Object.entries(form)) body.set(`_1_${field}`, value);
  body.set("0", JSON.stringify(args));
  const headers = { accept: "text/x-component", "next-action": id, origin, cookie };
  const response = await fetch(address, { method: "POST", headers, body, redirect: "manual" });
  const answer = await response.text();
  return {
    status: response.status,
    isDone: answer.includes('"ok":true') || response.headers.has("x-action-redirect"),
    code: /"ok":false,"code":"([^"]+)"/.exec(answer)?.[1] ?? "",
    leadsTo: response.headers.get("x-action-redirect"),
  };
}
