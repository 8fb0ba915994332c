import { z } from "zod";
import { id, inProject, pageOf, under } from "@/lib/api/nouns/common";
import { none, nothing, type Operation, read, write } from "@/lib/api/operation";
import { finishFirstPass, withdrawRun } from "@/lib/suggestions/commands";
import { getLayerSuggestions, listSuggestionRuns } from "@/lib/suggestions/queries";
import { receiveSuggestions } from "@/lib/suggestions/receive";
import { layerSuggestions, pushInput, pushResult, suggestionRun } from "@/lib/suggestions/schema";

const inLayer = under({ layerId: id });

/** Marks that programs propose: pushing them, what a layer is offered, and how they were answered. */
export const suggestionOperations: Operation[] = [
  write("POST", {
    id: "pushSuggestions",
    path: "/projects/{slug}/suggestions",
    may: "suggestion.push",
    tag: "Suggestions",
    scope: "predict",
    summary: "Suggest marks, and links between them, for versions of articles",
    detail:
      "Objects are as in a layer's commands, each with a new UUID; a link's ends are marks of the same push. Spans quote the text at their code points. The same object from the same producer and version is stored once. All or nothing unless `skipBad`; what is not right is listed by item. Nothing of it is a mark before somebody accepts it.",
    params: inProject,
    body: pushInput,
    response: pushResult,
    maxBytes: 4 * 1024 * 1024,
    handle: ({ actor, params, body, tx }) => receiveSuggestions(actor, params.slug, body, tx),
  }),
  read({
    id: "listSuggestionRuns",
    path: "/projects/{slug}/suggestion-runs",
    may: "suggestion.manage",
    tag: "Suggestions",
    scope: "read",
    summary:
      "Runs of producers, newest first, with how their suggestions were answered in work that was handed in",
    params: inProject,
    query: z.strictObject({ cursor: z.string().max(300).optional() }),
    response: pageOf(suggestionRun),
    handle: ({ actor, params, query }) => listSuggestionRuns(actor, params.slug, query),
  }),
  write("POST", {
    id: "withdrawSuggestionRun",
    path: "/projects/{slug}/suggestion-runs/{runId}/withdraw",
    may: "suggestion.manage",
    tag: "Suggestions",
    scope: "manage",
    summary: "Take a run's suggestions back; marks that people made of them stay",
    params: under({ runId: id }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => withdrawRun(actor, params.slug, params.runId, tx),
  }),
  read({
    id: "getLayerSuggestions",
    path: "/projects/{slug}/layers/{layerId}/suggestions",
    may: "project.view",
    tag: "Suggestions",
    scope: "read",
    summary: "What programs suggest for a layer that one annotates",
    detail:
      "A suggestion is answered by a command of the layer: put a `suggestionAnswer` with the mark that it became, or with none to reject it.",
    params: inLayer,
    query: none,
    response: layerSuggestions,
    handle: ({ actor, params }) => getLayerSuggestions(actor, params.layerId),
  }),
  write("POST", {
    id: "finishFirstPass",
    path: "/projects/{slug}/layers/{layerId}/first-pass",
    may: "layer.annotate",
    tag: "Suggestions",
    scope: "annotate",
    summary: "Say that one has gone through the text by oneself, and see what programs suggest",
    params: inLayer,
    body: none,
    response: layerSuggestions,
    handle: ({ actor, params, tx }) => finishFirstPass(actor, params.layerId, tx),
  }),
];
