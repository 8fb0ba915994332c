import { Agent, request } from "node:http";
import { performance } from "node:perf_hooks";
import type pg from "pg";
import { closeDb, createPool, switchDatabase } from "@/lib/db";
import { applyCommand } from "@/lib/layers/commands";
import type { CommandInput } from "@/lib/layers/schema";
import { indexPassages } from "@/lib/passages/index-articles";
import { findSessionActor } from "@/lib/sessions/queries";
import { actorFor, makeArticle, makeLayer, makeMember, makeProject } from "../../tests/support/factories";
import { logIn } from "../../tests/support/login";
import { claim, command, put, spanAt } from "../../tests/support/operations";
import {
  type BenchDatabase,
  captureStatements,
  copyDatabase,
  dropDatabase,
  percentile,
  report,
  round,
  type Statement,
  startServer,
} from "./context.mts";

const EDITORS = 20;
const SAVES = 100;
/**
 * Sent before the clock starts, on both sides: a desk saves all day through connections that are warm and a server whose
 * code was compiled long ago, which takes some five thousand requests.
 */
const WARM = 250;
const text = "Forty houses were flooded, the mayor said. ".repeat(200).trim();

type Editor = {
  userId: string;
  layerId: string;
  sessionId: string;
  cookie: string;
  commands: CommandInput[];
};

/** Twenty editors on twenty articles, each with the commands they are going to send. */
export async function makeEditors(database: BenchDatabase, saves = WARM + SAVES): Promise<Editor[]> {
  await switchDatabase(database.url);
  const project = await makeProject();
  const editors: Editor[] = [];
  for (let index = 0; index < EDITORS; index += 1) {
    const user = await makeMember(project, "annotator");
    const layer = await makeLayer(await makeArticle(project, { text }), { ownerId: user.id });
    const session = await logIn(user.id);
    const commands = Array.from({ length: saves }, (_, place) =>
      command(put(claim([spanAt(text, (place * 40) % 8_000, ((place * 40) % 8_000) + 30)]))),
    );
    editors.push({
      userId: user.id,
      layerId: layer.id,
      sessionId: session.sessionId,
      cookie: session.header,
      commands,
    });
  }
  return editors;
}

/** The statements of one editor's saves, as the library sends them: the session's row, the reading, the writing. */
async function recordStatements(editor: Editor): Promise<Statement[][]> {
  const recorded: Statement[][] = [];
  for (const one of editor.commands)
    recorded.push(
      await captureStatements(async () => {
        await findSessionActor(editor.sessionId);
        await applyCommand(actorFor({ id: editor.userId }), editor.layerId, one);
      }),
    );
  return recorded;
}

/** Sends recorded statements again: prepared as the library sends them, or as pgbench does unless told, unprepared. */
async function replay(client: pg.ClientBase, recorded: Statement[][], isPrepared = true): Promise<number[]> {
  const samples: number[] = [];
  for (const statements of recorded) {
    const start = performance.now();
    for (const statement of statements)
      await client.query(isPrepared ? statement : { text: statement.text, values: statement.values });
    samples.push(performance.now() - start);
  }
  return samples;
}

async function send(url: string, editor: Editor, one: CommandInput): Promise<number> {
  const start = performance.now();
  const status = await post(
    `${url}/api/layers/${editor.layerId}/commands`,
    { "content-type": "application/json", origin: url, cookie: editor.cookie },
    JSON.stringify(one),
  );
  if (status !== 200) throw new Error(`A save was answered ${status}.`);
  return performance.now() - start;
}

// Node's own client, because fetch takes as much of the machine that is measured as the server does for a save.
// Connections take turns: one that rests for five seconds is closed by the server, perhaps just as it is used again.
const agent = new Agent({ keepAlive: true, maxSockets: EDITORS, scheduling: "fifo" });

/** Posts a body and reads the whole answer as JSON; the answer's status. */
function post(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers, agent }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.once("error", reject);
      response.once("end", () => {
        JSON.parse(Buffer.concat(parts).toString("utf8"));
        resolve(response.statusCode ?? 0);
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

async function measureEmptyRoute(url: string): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < 400; index += 1) {
    const start = performance.now();
    await (await fetch(`${url}/api/alive`)).json();
    if (index >= 100) samples.push(performance.now() - start);
  }
  return samples;
}

/** One editor's save over HTTP against the same statements through one warm connection. */
async function benchLatency(
  copies: BenchDatabase[],
  editors: Editor[],
  recorded: Statement[][][],
): Promise<void> {
  const [first, second] = editors;
  const [forReplay, forHttp] = copies;
  if (!first || !second || !forReplay || !forHttp) throw new Error("The benchmark needs its databases.");
  const pool = createPool(forReplay.url, 1);
  const client = await pool.connect();
  await replay(client, recorded[1] ?? []);
  const own = recorded[0] ?? [];
  const middle = Math.floor(own.length / 2);
  const plain = await replay(client, own.slice(0, middle), false);
  const prepared = await replay(client, own.slice(middle));
  client.release();
  await pool.end();
  const server = await startServer(forHttp);
  for (const one of second.commands) await send(server.url, second, one);
  const empty = await measureEmptyRoute(server.url);
  const saves: number[] = [];
  for (const one of first.commands) saves.push(await send(server.url, first, one));
  await server.stop();
  for (const [label, share] of [
    ["p50", 0.5],
    ["p95", 0.95],
  ] as const) {
    const parts = {
      httpMs: percentile(saves, share),
      emptyMs: percentile(empty, share),
      statementsMs: percentile(plain, share),
      preparedMs: percentile(prepared, share),
    };
    const overhead = parts.httpMs - parts.emptyMs;
    report(`save-latency-${label}`, {
      ratio: round(overhead / parts.statementsMs),
      target: "<= 2.5",
      ratioToPrepared: round(overhead / parts.preparedMs),
      httpMs: round(parts.httpMs),
      emptyMs: round(parts.emptyMs),
      statementsMs: round(parts.statementsMs),
      preparedMs: round(parts.preparedMs),
    });
  }
}

/** Twenty editors at once over HTTP against the same statements replayed over twenty connections. */
async function benchThroughput(
  copies: BenchDatabase[],
  editors: Editor[],
  recorded: Statement[][][],
): Promise<void> {
  const [forReplay, forHttp] = copies;
  if (!forReplay || !forHttp) throw new Error("The benchmark needs its databases.");
  const pool = createPool(forReplay.url, EDITORS);
  const clients = await Promise.all(editors.map(() => pool.connect()));
  const half = (part: 0 | 1) => async (client: pg.ClientBase, index: number) => {
    const own = (recorded[index] ?? []).slice(WARM);
    const middle = Math.floor(own.length / 2);
    return replay(client, part === 0 ? own.slice(0, middle) : own.slice(middle), part === 1);
  };
  await Promise.all(clients.map((client, index) => replay(client, (recorded[index] ?? []).slice(0, WARM))));
  const timed = async (part: 0 | 1) => {
    const start = performance.now();
    await Promise.all(clients.map(half(part)));
    return (performance.now() - start) * 2;
  };
  const simpleMs = await timed(0);
  const preparedMs = await timed(1);
  for (const client of clients) client.release();
  await pool.end();
  const server = await startServer(forHttp);
  const sendAll = (from: number, to: number) =>
    Promise.all(
      editors.map(async (editor) => {
        const own: number[] = [];
        for (const one of editor.commands.slice(from, to)) own.push(await send(server.url, editor, one));
        return own;
      }),
    );
  await sendAll(0, WARM);
  const start = performance.now();
  const samples = await sendAll(WARM, WARM + SAVES);
  const ms = performance.now() - start;
  await server.stop();
  report("save-throughput", {
    ratio: round(simpleMs / ms),
    target: ">= 0.5",
    ratioToPrepared: round(preparedMs / ms),
    savesPerSecond: Math.round((EDITORS * SAVES * 1000) / ms),
    replayedPerSecond: Math.round((EDITORS * SAVES * 1000) / simpleMs),
    replayedPreparedPerSecond: Math.round((EDITORS * SAVES * 1000) / preparedMs),
    p95Ms: round(percentile(samples.flat(), 0.95)),
    p95TargetMs: 50,
    note: "unpaced: twenty editors each send the next save as soon as the last is answered, from this same machine",
  });
}

/** Twenty editors at a person's pace (five saves a second each) until it is over; their commands are used up. */
export async function pacedSaves(url: string, editors: Editor[], isOver: () => boolean): Promise<number[]> {
  const samples: number[] = [];
  await Promise.all(
    editors.map(async (editor, index) => {
      await new Promise((resolve) => setTimeout(resolve, index * 10));
      while (!isOver()) {
        const one = editor.commands.shift();
        if (!one) return;
        const took = await send(url, editor, one);
        samples.push(took);
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, 200 - took)));
      }
    }),
  );
  return samples;
}

async function benchPaced(forHttp: BenchDatabase, editors: Editor[]): Promise<void> {
  const server = await startServer(forHttp);
  await measureEmptyRoute(server.url);
  const samples = await pacedSaves(server.url, editors, () => false);
  await server.stop();
  report("save-paced", {
    p50Ms: round(percentile(samples, 0.5)),
    p95Ms: round(percentile(samples, 0.95)),
    p95TargetMs: 50,
    savesPerSecond: EDITORS * 5,
  });
}

/** All figures about saves. */
export async function benchSave(): Promise<void> {
  const base = await copyDatabase();
  const editors = await makeEditors(base);
  // The articles came in days ago: nothing of their import is still to do. `import-load` measures saves meanwhile.
  await indexPassages();
  await closeDb();
  const copies = [];
  for (let index = 0; index < 6; index += 1) copies.push(await copyDatabase(base.name));
  const [toRecord, ...rest] = copies;
  if (toRecord) await switchDatabase(toRecord.url);
  const recorded: Statement[][][] = [];
  for (const editor of editors) recorded.push(await recordStatements(editor));
  await closeDb();
  await benchLatency(rest.slice(0, 2), editors, recorded);
  await benchThroughput(rest.slice(2, 4), editors, recorded);
  if (rest[4]) await benchPaced(rest[4], editors);
  for (const database of [base, ...copies]) await dropDatabase(database);
}
