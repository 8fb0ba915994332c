import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

type Rule = {
  /** What the rule is about, and why. */
  reason: string;
  /** Files the rule binds. */
  of: RegExp;
  except?: RegExp;
  /** What they may not import: a project path without `@/` or a package's name. */
  never: RegExp;
};

/** Pure folders and files: numbers and texts in, numbers and texts out; they run in the browser and in tests alike. */
const pure =
  /^lib\/(text\/|reanchoring\/|agreement\/|formats\/|text-free\/|splits\/(?!thread|in-thread)|corroboration\/|intake\/|(review\/(units|pairing|layer-marks|copy-objects|merge-alike)|layers\/(plan|undo-stacks)|checks\/[^/]+|shortcuts\/(table|review-table|keymap))\.ts|policy\.ts|errors\.ts|vocabulary\.ts|canonical-json\.ts|[^/]+\/schema\.ts)/;

const rules: Rule[] = [
  {
    reason: "the pure core has no framework, no database and no I/O",
    of: pure,
    never:
      /^(next|react|pg|pino|@prisma\/|server-only|prisma\/|node:(fs|net|http|https|child_process)|lib\/(db|env|log|audit|access|route|action|auth|jobs)\b|components\/|app\/)/,
  },
  {
    reason: "library parsers for files that come in belong to the intake alone",
    of: /^(lib|components|app)\//,
    except: /^lib\/(intake|formats|exports|imports)\//,
    never: /^(csv-parse|linkedom|@mozilla\/readability|franc-min)/,
  },
  {
    reason: "lib serves every entry point, so it knows none of them; the actor is a parameter",
    of: /^lib\//,
    except: /^lib\/(route|action|auth|page-data|theme|desk|content-security-policy|error-response)/,
    never: /^(next|next-auth|react)(\/|$)/,
  },
  {
    reason: "lib is below components and app",
    of: /^lib\//,
    never: /^(components|app|tests)\//,
  },
  {
    reason: "commands and queries take the actor as a parameter",
    of: /^lib\/[^/]+\/(queries|commands|[a-z-]+)\.ts$/,
    except: /^lib\/auth\//,
    never: /^lib\/auth\/(current-actor|require-actor|options|session)/,
  },
  {
    reason: "components are presentational: data and actions arrive as props",
    of: /^components\//,
    never:
      /^(lib\/(db|env|log|audit|access|route|action|auth|jobs|seals)(\/|$)|lib\/[^/]+\/(queries|commands)$|prisma\/|app\/|pg$|server-only$)/,
  },
  {
    reason: "links fetch nothing ahead: components/ui/link says why",
    of: /^(components|app)\//,
    except: /^components\/ui\/link\.tsx$/,
    never: /^next\/link$/,
  },
  {
    reason: "editor extensions know the editor and the text, nothing else",
    of: /^components\/editor\/extensions\//,
    never: /^(react|lib\/(?!text\/))/,
  },
  {
    reason: "entry points parse, permit, call and reply; rows are the library's business",
    of: /^app\//,
    never: /^(lib\/db$|prisma\/|pg$|@prisma\/)/,
  },
  {
    reason: "only lib/db.ts constructs a client",
    of: /^(lib|app|components)\//,
    except: /^lib\/db\.ts$/,
    never: /^@prisma\//,
  },
  {
    reason: "nothing imports tests but the benchmark, which makes its rows with their factories",
    of: /^(lib|app|components|bin|prisma)\//,
    except: /^bin\/bench\//,
    never: /^tests\//,
  },
];

const sources = ["app", "bin", "components", "lib", "prisma", "tests"]
  .flatMap((folder) => list(folder))
  .concat(["instrumentation.ts", "proxy.ts"].filter((file) => readdirSync(root).includes(file)));

function list(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(folder, name.split(path.sep).join("/")))
    .filter((name) => /\.(ts|tsx|mts|mjs)$/.test(name) && !/(^|\/)(generated|node_modules)\//.test(name))
    .filter((name) => statSync(path.join(root, name)).isFile());
}

/** The modules a file names in imports, exports and dynamic imports; project paths without `@/`. */
function importsOf(file: string): string[] {
  const text = read(file);
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g,
  );
  return [...found].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? "";
    if (name.startsWith("@/")) return name.slice(2);
    return name.startsWith(".") ? path.posix.join(path.posix.dirname(file), name) : name;
  });
}

function read(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

describe("who may import what", () => {
  it.each(rules)("$reason", ({ of, except, never }) => {
    const broken = sources
      .filter((file) => of.test(file) && !except?.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((name) => never.test(name))
          .map((name) => `${file} imports ${name}`),
      );
    expect(broken).toEqual([]);
  });

  it("has no cycles of modules", () => {
    const graph = new Map(
      sources.map((file) => [
        file,
        importsOf(file)
          .map(resolve)
          .filter((name) => name !== null),
      ]),
    );
    expect(findCycle(graph)).toEqual([]);
  });

  it("reads the environment in lib/env.ts alone", () => {
    const readers = sources.filter(
      (file) =>
        /^(lib|app|components)\//.test(file) && file !== "lib/env.ts" && /process\.env\b/.test(read(file)),
    );
    expect(readers).toEqual([]);
  });

  it("marks what touches rows or secrets as server-only in its first line", () => {
    const unmarked = sources.filter(
      (file) =>
        /^lib\/([^/]+\/(queries|commands)|db|env|access|audit|log|route|action)\.ts$/.test(file) &&
        !read(file).startsWith('import "server-only";'),
    );
    expect(unmarked).toEqual([]);
  });

  it("has no default exports but where Next or a tool demands one, no barrels, and no utils", () => {
    const allowed =
      /^(app\/.*\/?(page|layout|error|global-error|not-found|forbidden|template|default)\.tsx|proxy\.ts)$/;
    const defaults = sources.filter(
      (file) =>
        /^(app|lib|components)\//.test(file) && !allowed.test(file) && /^export default /m.test(read(file)),
    );
    const barrels = sources.filter((file) => /(^|\/)(index|utils)\.tsx?$/.test(file));
    expect([...defaults, ...barrels]).toEqual([]);
  });

  it("keeps files short: none over 400 lines, 95 in 100 within 250, half within 90", () => {
    const lengths = sources
      .map((file) => ({ file, lines: read(file).split("\n").length }))
      .sort((a, b) => b.lines - a.lines);
    const at = (share: number) => lengths[Math.floor(lengths.length * (1 - share))]?.lines ?? 0;
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    expect(at(0.95)).toBeLessThanOrEqual(250);
    expect(at(0.5)).toBeLessThanOrEqual(90);
  });

  it("keeps pages thin: params, query, one component", () => {
    const long = sources.filter(
      (file) => /^app\/.*\/page\.tsx$/.test(file) && read(file).split("\n").length > 60,
    );
    expect(long).toEqual([]);
  });
});

function resolve(name: string): string | null {
  const candidates = [name, `${name}.ts`, `${name}.tsx`, `${name}.mts`, `${name}.mjs`];
  return candidates.find((candidate) => known.has(candidate)) ?? null;
}

const known = new Set(sources);

/** The files of one cycle, or none. */
function findCycle(graph: ReadonlyMap<string, string[]>): string[] {
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  function visit(file: string): string[] {
    if (state.get(file) === "done") return [];
    if (state.get(file) === "open") return [...trail.slice(trail.indexOf(file)), file];
    state.set(file, "open");
    trail.push(file);
    for (const next of graph.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle.length > 0) return cycle;
    }
    trail.pop();
    state.set(file, "done");
    return [];
  }
  for (const file of graph.keys()) {
    const cycle = visit(file);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
