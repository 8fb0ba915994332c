import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ROOT } from "../../bin/ensure.mjs";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** An entry point of the application as its files say: a page, or a method of a route; `path` keeps its `[names]`. */
export type EntryPoint = { kind: "page" | "route"; method: (typeof methods)[number]; path: string };

/** Every page and every method of every route in the route tree, route groups left out of the path. */
export function listEntryPoints(): EntryPoint[] {
  const app = path.join(ROOT, "app");
  const files = readdirSync(app, { recursive: true, encoding: "utf8" }).map((file) =>
    file.split(path.sep).join("/"),
  );
  return files
    .flatMap((file): EntryPoint[] => {
      const isPage = file.endsWith("page.tsx") && /(^|\/)page\.tsx$/.test(file);
      const isRoute = /(^|\/)route\.ts$/.test(file);
      if (!isPage && !isRoute) return [];
      const address = `/${file
        .split("/")
        .slice(0, -1)
        .filter((part) => !part.startsWith("("))
        .join("/")}`;
      if (isPage) return [{ kind: "page", method: "GET", path: address }];
      const source = readFileSync(path.join(app, file), "utf8");
      return methods
        .filter((method) =>
          new RegExp(`export (const|async function|function) ${method}\\b|as ${method}\\b`).test(source),
        )
        .map((method) => ({ kind: "route", method, path: address }));
    })
    .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
}
