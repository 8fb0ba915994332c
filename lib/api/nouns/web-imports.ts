import { z } from "zod";
import { inProject } from "@/lib/api/nouns/common";
import { type Operation, write } from "@/lib/api/operation";
import { lookIntoFeed, stageFromWeb } from "@/lib/imports/from-web";
import { type FeedDto, feedDto, feedInput, fromWebInput, maxWebPages } from "@/lib/imports/schema";

const feed = z.strictObject(feedDto.shape) satisfies z.ZodType<FeedDto>;

const about = { tag: "Imports", scope: "manage", may: "article.import", params: inProject } as const;

/** Articles from the web: pages by their address, and what feeds offer. */
export const webImportOperations: Operation[] = [
  write("POST", {
    ...about,
    id: "stageFromWeb",
    path: "/projects/{slug}/imports/web",
    summary: "Fetch pages by their addresses into a batch in preparation",
    detail: `At most ${maxWebPages}; each site's pages one after another, as its robots.txt allows. The answer comes when all have come, so ask for few at once. Pages that could not be fetched or read are named in the batch's report; addresses inside a network are refused. \`again\` takes in what is left out else, as in stageImport.`,
    body: fromWebInput,
    response: z.strictObject({ batchId: z.string() }),
    status: 201,
    repeats: "reserved",
    handle: async ({ actor, params, body, request }) => {
      const { articles, again } = body;
      for await (const step of stageFromWeb(actor, params.slug, articles, { signal: request.signal, again }))
        if ("batchId" in step) return step;
      throw new Error("The pages came to no batch.");
    },
  }),
  write("POST", {
    ...about,
    id: "lookIntoFeed",
    path: "/projects/{slug}/imports/feed",
    summary: "What an RSS or Atom feed offers, and which of it the project has; changes nothing",
    body: feedInput,
    response: feed,
    repeats: "none",
    handle: ({ actor, params, body, request }) =>
      lookIntoFeed(actor, params.slug, body.address, request.signal),
  }),
];
