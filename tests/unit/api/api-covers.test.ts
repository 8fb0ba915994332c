import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { operations } from "@/lib/api/operations";
import { ROOT } from "../../../bin/ensure.mjs";
import { actionCovers, type Cover, queryCovers, routeCovers } from "../../support/api/covers";
import { listEntryPoints } from "../../support/route-tree";

/** Everything that the screens can do, an operation of the API can do too, or the table says why not. */
const ids = new Set(operations.map(({ id }) => id));

function filesIn(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
    .filter((file) => /\.tsx?$/.test(file));
}

const source = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

function listActions(): string[] {
  return filesIn("app")
    .filter((file) => /^["']use server["'];/.test(source(file)))
    .flatMap((file) =>
      [...source(file).matchAll(/^export (?:const|async function) (\w+)/gm)].map(
        (match) => `${path.posix.dirname(file).replace(/^app\//, "")} ${match[1]}`,
      ),
    );
}

/** What a file takes, as values, from modules of the library that run on the server alone. */
function serverNames(file: string): string[] {
  return [...source(file).matchAll(/^import \{([^}]*)\} from "@\/(lib\/[^"]+)";/gm)].flatMap((match) => {
    const [, names = "", module = ""] = match;
    if (!/^import "server-only";/m.test(source(`${module}.ts`))) return [];
    return names
      .split(",")
      .map((name) => name.trim().replace(/ as .*/, ""))
      .filter((name) => name !== "" && !name.startsWith("type "));
  });
}

function expectCovers(covers: Record<string, Cover>) {
  for (const [what, cover] of Object.entries(covers))
    if (typeof cover === "string") expect(ids, what).toContain(cover);
    else expect(cover.none, what).toMatch(/^[A-Z].{10,}\.$/);
}

describe("the API", () => {
  it("has an operation for every server action", () => {
    expect(Object.keys(actionCovers).sort()).toEqual(listActions().sort());
    expectCovers(actionCovers);
  });

  it("has an operation for every route of the screens", () => {
    const routes = listEntryPoints()
      .filter(
        ({ kind, path: at }) => kind === "route" && at.startsWith("/api/") && !at.startsWith("/api/v1/"),
      )
      .map(({ method, path: at }) => `${method} ${at}`);
    expect(Object.keys(routeCovers).sort()).toEqual(routes.sort());
    expectCovers(routeCovers);
  });

  it("tells everything that pages show", () => {
    const asked = new Set(filesIn("lib/api/nouns").flatMap(serverNames));
    const shown = filesIn("app")
      .filter((file) => !/\/(actions|route)\.ts$/.test(file))
      .flatMap(serverNames);
    const left = [...new Set(shown)].filter((name) => !asked.has(name));
    expect(Object.keys(queryCovers).sort()).toEqual(left.sort());
    expectCovers(queryCovers);
  });
});
