import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { recordEvents } from "@/lib/audit";
import { closeDb, db } from "@/lib/db";
import { createDatabase } from "../../support/database";
import { makeManyArticles } from "../../support/releases";
import { sealEverything } from "../../support/seal";

const folder = await mkdtemp(path.join(tmpdir(), "sourcebench-release-words-"));
const database = await createDatabase();
afterAll(async () => {
  await closeDb();
  await rm(folder, { recursive: true, force: true });
});

type Outcome = { code: number; out: string; err: string };

/** Runs the command line as a person does, in a process of its own. */
function run(...words: string[]): Promise<Outcome> {
  const env = {
    ...{ PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production" as const },
    ...{ DATABASE_URL: database.ownerUrl, DATABASE_URL_DIRECT: database.ownerUrl },
    ...{ DATA_DIR: path.join(folder, "data"), AUTH_SECRET: process.env.AUTH_SECRET },
  };
  return new Promise((resolve) =>
    execFile(process.execPath, ["bin/sourcebench.mjs", ...words], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

it("builds, lists, shows, downloads, verifies and rebuilds a release in processes of their own", async () => {
  const { actor, slug } = await makeManyArticles(8);
  const event = { type: "user.signed-in", actorId: actor.userId, subjectId: actor.userId };
  await db().$transaction((tx) => recordEvents(tx, [event]));
  await sealEverything();
  const manager = await db().user.findUniqueOrThrow({ where: { id: actor.userId } });
  const as = ["--project", slug, "--as", manager.email ?? ""];
  const naming = ["--name", "Statements", "--version", "1.0.0"];
  const choices = ["--format", "jsonl", "--format", "conll", "--split", "50:50"];
  const built = await run("release", "build", ...as, ...naming, ...choices);
  expect(built).toMatchObject({ code: 0, err: expect.not.stringContaining("rror") });
  expect(built.out).toMatch(/“Statements” 1\.0\.0: done/);
  expect(built.out).toMatch(/8 articles, 8 layers, 8 marks/);
  const [, id = ""] = /^([0-9a-f-]{36}) /m.exec(built.out) ?? [];
  const again = await run("release", "build", ...as, ...naming);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining("There is a “Statements” 1.0.0") });
  const listed = await run("release", "list", ...as);
  expect(listed).toMatchObject({ code: 0 });
  expect(listed.out).toContain(`${id}\tStatements\t1.0.0\tdone\t`);
  const shown = await run("release", "show", ...as, id);
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.out).toMatch(/SHA-256 of the manifest [0-9a-f]{64}\nAudit head [0-9a-f]{64}\n/);
  const archive = path.join(folder, "statements.tar");
  expect(await run("release", "download", ...as, id, "-o", archive)).toMatchObject({
    ...{ code: 0, out: `${archive}\n` },
  });
  const verified = await run("verify", archive, "--audit");
  expect(verified).toMatchObject({ code: 0, err: "" });
  expect(verified.out).toContain("Verified.");
  expect(await run("release", "rebuild", ...as, id)).toMatchObject({
    ...{ code: 0, out: expect.stringContaining("every byte the same") },
  });
  const damaged = path.join(folder, "damaged.tar");
  await cp(archive, damaged);
  await writeFile(damaged, (await readFile(archive, "latin1")).replace("n0x7", "n0x8"), "latin1");
  const refused = await run("verify", damaged);
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("SHA-256 differs") });
  // A head that this installation's record of changes does not have: another's, or one that was cut off.
  const head = /Audit head ([0-9a-f]{64})/.exec(shown.out)?.[1] ?? "";
  const other = path.join(folder, "other.tar");
  const foreign = (await readFile(archive, "latin1")).replaceAll(head, "0".repeat(64));
  await writeFile(other, foreign, "latin1");
  const unknown = await run("verify", other, "--audit");
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.err).toContain("0".repeat(64));
  const nobody = await run("release", "show", ...as, "00000000-0000-4000-8000-000000000000");
  expect(nobody).toMatchObject({ code: 3 });
}, 240_000);
