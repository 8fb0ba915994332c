import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { parseArgs } from "node:util";
import { counted } from "@/lib/counted";
import { closeDb } from "@/lib/db";
import { formatNames } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import type { Actor } from "@/lib/policy";
import { buildRelease } from "@/lib/releases/build";
import { createRelease } from "@/lib/releases/commands";
import { openReleaseArchive } from "@/lib/releases/files";
import { getRelease, getReleaseProgress, listReleases } from "@/lib/releases/queries";
import { rebuildRelease } from "@/lib/releases/rebuild";
import { releaseNaming, releaseQuery } from "@/lib/releases/schema";
import { findActor } from "@/lib/users/find-actor";
import { exitCodeLines, inLines, readValues, readWords, runCommand, wrongUse } from "./command";
import { fromHere } from "./convert-files";
import { startProgress } from "./progress";

const help = `Usage: node bin/sourcebench.mjs release build --project P --name N --version V [OPTIONS]
       node bin/sourcebench.mjs release list --project P
       node bin/sourcebench.mjs release show --project P ID
       node bin/sourcebench.mjs release download --project P ID [-o FILE]
       node bin/sourcebench.mjs release rebuild --project P ID

A release is a dataset that others cite and build on: named, versioned (semantically), with the
checksums of its files, and never changed. "build" waits until it is built; "download" writes it as
one .tar archive; "rebuild" makes it once more from its recorded inputs and compares every byte.
docs/formats/release.md says what is in it.

  --project P      the project's address (the last part of /projects/P)
  --name N         what the release is called; releases of one name are its versions
  --version V      1.0.0; one that is not greater than all before it needs --reason
  --reason TEXT    why the version is not greater
  --format F       may be repeated; jsonl unless given:
                   ${inLines(formatNames.filter((name) => formats[name].write).join(", "), 19)}
  --scheme S       conll: iob2 (the default), iob1 or bioes
  --layer K        adjudicated, person, shared, imported, gold, surplus; may be repeated;
                   adjudicated and person unless given. Unfinished layers never leave
  --state S        only articles in this state: open, review, reviewing, done; may be repeated
  --kind K         only marks of this kind: claim, attribution, duplicate; may be repeated
  --language L     only articles in this language; may be repeated
  --source ID      only articles of this publisher; may be repeated
  --since DAY      articles that came in on this day (UTC) or later
  --until DAY      articles that came in on this day or earlier
  --split R        sides by shares, such as 80:10:10, copies on one side (docs/formats/splits.md)
  --seed N         with --split: the same seed deals the same way again; 1 unless given
  --by time        with --split: cut by date of publication
  --together G     with --split: keep cards, stories or sources together; may be repeated
  --text-free      keep the texts here: offsets, hashes and short quotes (docs/formats/text-free.md)
  --cards          with the claim cards
  --ratings        with the grades that people gave the sources, under pseudonyms
  --person-ratings with those of persons, too
  --comments       with what reviewers wrote and annotators' notes
  --no-untouched   without marks that annotators took from a program as they were
  -o, --output F   download: the file to write; - is standard output; its own name unless given
  --as EMAIL       who acts; the oldest site administrator unless given

  node bin/sourcebench.mjs release build --project brannik-dam --name Statements --version 1.0.0 \\
    --format jsonl --format brat --state done
  node bin/sourcebench.mjs release download --project brannik-dam ID && node bin/sourcebench.mjs verify *.tar

${exitCodeLines("done", "refused, failed or not the same bytes")}`;

const many = { type: "string", multiple: true } as const;
const options = {
  project: { type: "string" },
  name: { type: "string" },
  version: { type: "string" },
  reason: { type: "string" },
  format: many,
  scheme: { type: "string" },
  layer: many,
  state: many,
  kind: many,
  language: many,
  source: many,
  since: { type: "string" },
  until: { type: "string" },
  split: { type: "string" },
  seed: { type: "string" },
  by: { type: "string" },
  together: many,
  "text-free": { type: "boolean", default: false },
  cards: { type: "boolean", default: false },
  ratings: { type: "boolean", default: false },
  "person-ratings": { type: "boolean", default: false },
  comments: { type: "boolean", default: false },
  "no-untouched": { type: "boolean", default: false },
  output: { type: "string", short: "o" },
  as: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>["values"];
type Asked = { actor: Actor; slug: string; id: string; values: Values };

const acts: Record<string, { needsId: boolean; run: (asked: Asked) => Promise<number> }> = {
  build: { needsId: false, run: build },
  list: { needsId: false, run: list },
  show: { needsId: true, run: show },
  download: { needsId: true, run: download },
  rebuild: { needsId: true, run: rebuild },
};

async function run(words: string[]): Promise<number> {
  const { values, positionals } = readWords({ args: words, options, allowPositionals: true });
  const [name = "", id = "", ...more] = positionals;
  const act = acts[name];
  if (!act) throw wrongUse(`Say what to do: ${Object.keys(acts).join(", ")}.`);
  if (!values.project) throw wrongUse("Name the project: --project P.");
  if (more.length > 0 || act.needsId !== (id !== ""))
    throw wrongUse(act.needsId ? "Name one release by its id." : "Too many words.");
  return act.run({ actor: await findActor(values.as), slug: values.project, id, values });
}

/** Runs `sourcebench release` with its words and answers the exit code; what people can act on is said in a sentence. */
export function releaseCommand(words: string[]): Promise<number> {
  const unseen = "There is no such project or release, or this account may not see it.";
  return runCommand({ help, run, unseen, close: closeDb }, words);
}

async function build({ actor, slug, values }: Asked): Promise<number> {
  const naming = readValues(releaseNaming, {
    ...{ name: values.name, version: values.version, versionReason: values.reason },
  });
  const chosen = readValues(releaseQuery, {
    ...{ formats: values.format, scheme: values.scheme, layers: values.layer, states: values.state },
    ...{ kinds: values.kind, languages: values.language, sources: values.source },
    ...{ since: values.since, until: values.until },
    ...(values.split === undefined ? {} : { split: true, ratio: values.split }),
    ...{ seed: values.seed, by: values.by, together: values.together },
    ...{ textFree: values["text-free"], cards: values.cards },
    ...{ ratings: values.ratings, personRatings: values["person-ratings"], comments: values.comments },
    leavesUntouched: values["no-untouched"],
  });
  const { id } = await createRelease(actor, slug, naming, chosen);
  const progress = startProgress("Building", "steps");
  // A server that runs beside may have taken it already: then this waits for it.
  for (;;) {
    await buildRelease(id, ({ done, total }) => progress.show(done, total));
    const row = await getReleaseProgress(actor, slug, id);
    if (row.state === "done") break;
    if (row.state === "failed") {
      progress.end();
      console.error(`“${row.name}” ${row.version} could not be built: ${row.failure}`);
      return 1;
    }
    progress.show(row.done, row.total);
    await delay(500);
  }
  progress.end();
  return show({ actor, slug, id, values });
}

async function list({ actor, slug }: Asked): Promise<number> {
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listReleases>> = await listReleases(actor, slug, cursor);
    for (const row of page.items) {
      const state = row.isWithdrawn ? "withdrawn" : row.state;
      console.log(
        [row.id, row.name, row.version, state, row.createdAt.slice(0, 10), row.articles, row.bytes].join(
          "\t",
        ),
      );
    }
    cursor = page.next;
  } while (cursor !== null);
  return 0;
}

async function show({ actor, slug, id }: Asked): Promise<number> {
  const release = await getRelease(actor, slug, id);
  const { name, version, articles, layers, annotations, files, bytes } = release;
  console.log(`${release.id}  “${name}” ${version}: ${release.isWithdrawn ? "withdrawn" : release.state}`);
  if (release.failure) console.log(release.failure);
  console.log(
    `${counted(articles, "article")}, ${counted(layers, "layer")}, ${counted(annotations, "mark")}; ${counted(files, "file")}, ${counted(bytes, "byte")}`,
  );
  console.log(`SHA-256 of the manifest ${release.sha256 ?? "none"}`);
  console.log(`Audit head ${release.auditHead ?? "none"}`);
  for (const [format, losses] of Object.entries(release.report?.losses ?? {}))
    for (const { count, what, why } of losses) console.log(`${format} leaves out ${count} × ${what}: ${why}`);
  return 0;
}

async function download({ actor, slug, id, values }: Asked): Promise<number> {
  const { fileName, content } = await openReleaseArchive(actor, slug, id);
  if (values.output === "-") {
    await pipeline(content, process.stdout, { end: false });
    return 0;
  }
  const file = fromHere(values.output ?? fileName);
  // Under another name until it is whole, so that half an archive is never taken for the release.
  const draft = `${file}.part`;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await pipeline(content, createWriteStream(draft));
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  console.log(file);
  return 0;
}

async function rebuild({ actor, slug, id }: Asked): Promise<number> {
  const { files, differing } = await rebuildRelease(actor, slug, id);
  for (const file of differing) console.error(`${file} is not the same`);
  console.log(
    differing.length === 0
      ? `Built again: ${counted(files, "file")}, every byte the same.`
      : `Built again: ${differing.length} of ${counted(files, "file")} differ.`,
  );
  return differing.length === 0 ? 0 : 1;
}
