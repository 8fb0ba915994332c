import { counted } from "@/lib/counted";
import { lookIntoFeed, stageFromWeb } from "@/lib/imports/from-web";
import { getBatch } from "@/lib/imports/queries";
import { maxWebPages, type WebArticle, webArticle } from "@/lib/imports/schema";
import type { Actor } from "@/lib/policy";
import { wrongUse } from "./command";
import { commitStaged } from "./import-articles";
import { startProgress } from "./progress";

export type WebRequest = { slug: string; urls: readonly string[]; feed: string | undefined; again: boolean };

/**
 * Fetches pages by their addresses, or those of a feed that the project lacks (at most as many as one fetch takes), and
 * imports them as one batch. Answers the exit code: 0 when everything is in, 1 when anything was refused or left out.
 */
export async function importFromWeb(actor: Actor, { slug, urls, feed, again }: WebRequest): Promise<number> {
  const articles = feed === undefined ? urls.map(toArticle) : await readFeed(actor, slug, feed);
  if (articles.length > maxWebPages) throw wrongUse(`At most ${maxWebPages} addresses at once.`);
  if (articles.length === 0) {
    console.log("The project has every article of the feed already.");
    return 0;
  }
  const line = startProgress("Fetching", "pages");
  let batchId = "";
  try {
    for await (const step of stageFromWeb(actor, slug, articles, { again })) {
      if ("batchId" in step) batchId = step.batchId;
      else line.show(step.done);
    }
  } finally {
    line.end();
  }
  const { total, duplicates, newer, withdrawn, report } = await getBatch(actor, slug, batchId);
  return commitStaged(actor, slug, { batchId, total, duplicates, newer, withdrawn, skipped: report.skipped });
}

function toArticle(address: string): WebArticle {
  const read = webArticle.safeParse({ address });
  if (!read.success) throw wrongUse(`“${address}” is no address with http or https.`);
  return read.data;
}

async function readFeed(actor: Actor, slug: string, address: string): Promise<WebArticle[]> {
  const found = await lookIntoFeed(actor, slug, toArticle(address).address);
  const lacking = found.entries.filter((entry) => entry.articleId === null);
  const here = found.entries.length - lacking.length;
  console.log(
    `${found.title || found.address}: ${counted(lacking.length, "new article")}, ${here} here already.`,
  );
  if (lacking.length > maxWebPages)
    console.log(`The first ${maxWebPages} are fetched; run this again for the others.`);
  return lacking.slice(0, maxWebPages).map(({ address: page, publishedAt, publishedHasZone }) => ({
    address: page,
    publishedAt,
    publishedHasZone,
  }));
}
