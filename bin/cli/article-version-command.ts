import { readFile } from "node:fs/promises";
import path from "node:path";
import { requireProject } from "@/lib/access";
import { closeDb, db } from "@/lib/db";
import { notFound } from "@/lib/errors";
import type { Actor } from "@/lib/policy";
import { findActor } from "@/lib/users/find-actor";
import { addVersion, previewVersion } from "@/lib/versions/add-version";
import { listVersions, readVersion } from "@/lib/versions/queries";
import { type LinksLost, newVersionInput, type VersionPreviewDto } from "@/lib/versions/schema";
import { versionChanges } from "@/lib/vocabulary";
import { exitCodeLines, exitCodes, readValues, readWords, runCommand, wrongUse } from "./command";
import { fromHere } from "./convert-files";

const help = `Usage: node bin/sourcebench.mjs article-version --project P --article ID FILE --change KIND [OPTIONS]
       node bin/sourcebench.mjs article-version --project P --article ID --list
       node bin/sourcebench.mjs article-version --project P --article ID --read N

Adds a newer text to an article, from one .txt or .html file. Marks that are final come over where
their words stand unmistakably; one person looks them through, and places or lets go the others.
Until that is finished, what was final stays what counts. One added by mistake is taken back by
adding the former text again.

  --project P        the project's address (the last part of /projects/P)
  --article ID       the article (the last part of its address)
  --change KIND      ${versionChanges.join(", ")}; only a correction counts in its publisher's record
  --note TEXT        what the page says of it
  --changed-at TIME  when its publisher changed it: 2026-03-01 or 2026-03-01T08:30+02:00
  --annotator EMAIL  who looks the marks through; whoever adds it unless given
  --dry-run          say what would become of each mark, and change nothing
  --list             the article's texts
  --read N           print its text number N
  --as EMAIL         who acts; the oldest site administrator unless given

  node bin/sourcebench.mjs article-version --project brannik-dam --article ID page.html \\
    --change correction --note "The number of houses was corrected." --dry-run

${exitCodeLines("done, or could be added", "refused")}`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const options = {
  project: text,
  article: text,
  change: text,
  note: text,
  "changed-at": text,
  annotator: text,
  "dry-run": flag,
  list: flag,
  read: text,
  as: text,
  help: { type: "boolean", short: "h" },
} as const;

/** Runs `sourcebench article-version` with its words and answers the exit code. */
export function articleVersionCommand(words: string[]): Promise<number> {
  const unseen = "There is no such project or article, or this account may not see it.";
  return runCommand({ help, run, unseen, close: closeDb }, words);
}

async function run(words: string[]): Promise<number> {
  const { values, positionals } = readWords({ args: words, options, allowPositionals: true });
  if (!values.project || !values.article) throw wrongUse("Name the --project and the --article.");
  const actor = await findActor(values.as);
  await requireArticleOf(actor, values.project, values.article);
  if (values.list || values.read !== undefined) {
    if (positionals.length > 0) throw wrongUse("--list and --read take no file.");
    return values.list ? list(actor, values.article) : print(actor, values.article, values.read ?? "");
  }
  const [file, ...more] = positionals;
  if (!file || more.length > 0) throw wrongUse("Name one file, .txt or .html.");
  if (!values.change) throw wrongUse(`Say the --change: ${versionChanges.join(", ")}.`);
  const input = readValues(newVersionInput, {
    articleId: values.article,
    content: {
      kind: "file",
      name: path.basename(file),
      bytes: new Uint8Array(await readFile(fromHere(file))),
    },
    change: values.change,
    note: values.note,
    changedAt: values["changed-at"],
    annotatorId: values.annotator ? (await findActor(values.annotator)).userId : null,
  });
  if (values["dry-run"]) return tell(await previewVersion(actor, input));
  const added = await addVersion(actor, input);
  console.error(`Added as text ${added.number}. ${countsOf(added)}`);
  if (added.layerId) console.error("The article is open again for one person, who looks the marks through.");
  console.log(added.versionId);
  return exitCodes.done;
}

async function requireArticleOf(actor: Actor, slug: string, articleId: string): Promise<void> {
  const { projectId } = await requireProject(actor, slug, "project.view");
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(articleId);
  if (!isId || (await db().article.count({ where: { id: articleId, projectId } })) === 0) throw notFound();
}

async function list(actor: Actor, articleId: string): Promise<number> {
  for (const one of await listVersions(actor, articleId))
    console.log(
      [
        one.number,
        one.change ?? "first",
        one.changedAt ?? "",
        one.addedAt,
        one.addedBy?.name ?? "",
        one.length,
        one.sha256,
        one.note,
      ].join("\t"),
    );
  return exitCodes.done;
}

async function print(actor: Actor, articleId: string, number: string): Promise<number> {
  if (!/^[1-9]\d{0,5}$/.test(number)) throw wrongUse("--read takes the number of a text, from 1.");
  console.log((await readVersion(actor, articleId, Number(number))).text);
  return exitCodes.done;
}

function countsOf({
  counts,
  linksLost,
}: {
  counts: VersionPreviewDto["counts"];
  linksLost: LinksLost;
}): string {
  const lost = Object.values(linksLost).reduce((sum, one) => sum + one, 0);
  return `Marks: ${counts.exact} as they were, ${counts.moved} moved, ${counts.orphaned} without their words; links lost: ${lost}.`;
}

function tell(preview: VersionPreviewDto): number {
  for (const warning of preview.warnings) console.error(warning);
  for (const item of preview.items)
    console.log([item.how, item.kind, item.quote, item.near?.text ?? ""].join("\t"));
  console.error(countsOf(preview));
  if (!preview.refusal) return exitCodes.done;
  console.error(preview.refusal.message);
  return exitCodes.failed;
}
