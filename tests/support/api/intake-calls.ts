import { commit, doccano, dryRun } from "../../integration/dataset-imports/support";
import { actorFor } from "../factories";
import type { WebSite } from "../web-site";
import type { GoodCall, GoodCalls } from "./good-call";
import type { World } from "./world";

function uploadOf(name: string, words: string): FormData {
  const form = new FormData();
  form.set("file", new Blob([words], { type: "application/json" }), name);
  return form;
}

async function readBatch({ project, people }: World) {
  const files = { "marks.jsonl": doccano() };
  const { batchId } = await dryRun(actorFor(people.manager), project.slug, files, "doccano");
  return { slug: project.slug, datasetId: batchId };
}

const onDataset =
  (more: Partial<GoodCall> = {}) =>
  async (world: World): Promise<GoodCall> => ({ as: "manager", params: await readBatch(world), ...more });

/** Valid calls of the operations on datasets that come in. */
export const intakeCalls: GoodCalls = {
  readDataset: async ({ project }) => ({
    as: "manager",
    params: { slug: project.slug },
    query: { label: "Theirs", format: "doccano" },
    form: uploadOf("marks.jsonl", doccano()),
  }),
  getDataset: onDataset(),
  getDatasetProgress: onDataset(),
  listMeanings: async ({ project }) => ({ as: "manager", params: { slug: project.slug } }),
  commitDataset: onDataset({
    body: { labels: { PER: "attribution:source", OPINION: "leave-out" }, present: "attach", leavesBad: true },
  }),
  discardDataset: onDataset(),
  withdrawDataset: async (world) => {
    const params = await readBatch(world);
    const labels = { PER: "leave-out", OPINION: "leave-out" };
    await commit(actorFor(world.people.manager), params.slug, params.datasetId, { labels });
    return { as: "manager", params };
  },
};

function page(title: string): string {
  const said = `<p>The bridge at Port Elms was closed on Friday after the river rose, the harbour office said.</p>`;
  return `<html lang="en"><head><title>${title}</title></head><body><article><h1>${title}</h1>${said.repeat(4)}</article></body></html>`;
}

/** Valid calls of the operations on articles from the web, which a site of this machine answers. */
export function webCalls(site: WebSite): GoodCalls {
  site.page("/bridge", page("The bridge is closed"));
  site.page(
    "/feed.xml",
    `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour news</title><item><title>The bridge is closed</title><link>${site.url}/bridge</link></item></channel></rss>`,
    { "content-type": "application/rss+xml" },
  );
  return {
    stageFromWeb: async ({ project }) => ({
      as: "manager",
      params: { slug: project.slug },
      body: { articles: [{ address: `${site.url}/bridge`, publishedAt: "2026-03-01" }] },
    }),
    lookIntoFeed: async ({ project }) => ({
      as: "manager",
      params: { slug: project.slug },
      body: { address: `${site.url}/feed.xml` },
    }),
  };
}
