import { z } from "zod";
import { requireProject } from "@/lib/access";
import { cursor, id, inProject, listOf, pageOf, under } from "@/lib/api/nouns/common";
import { csvType, sendFile } from "@/lib/api/nouns/file";
import { file, none, type Operation, read, write } from "@/lib/api/operation";
import { getWorkPosition } from "@/lib/articles/get-article-text";
import type { WorkPosition } from "@/lib/articles/text-schema";
import { type Desk, getDesk } from "@/lib/desk/queries";
import { releaseSlot } from "@/lib/slots/commands";
import type { OwnFigures } from "@/lib/slots/own-figures";
import { getOwnFigures } from "@/lib/slots/own-figures";
import { countWork, explainNothingLeft, getTeamWork, listWork } from "@/lib/slots/queries";
import {
  type KeptWork,
  nothingLeft,
  type StalledWork,
  type TakenSlot,
  type TakenWork,
  type Waiting,
  type WorkItem,
  workFilters,
} from "@/lib/slots/schema";
import { listKept, listStalled } from "@/lib/slots/stalled-queries";
import { takeKeptSlot, takeNextSlot } from "@/lib/slots/take-slot";
import { getWeekSums, listOwnTime, listWorkTime, workTimeCsv } from "@/lib/slots/time-queries";
import type { TimeRow, WeekSums } from "@/lib/slots/time-schema";

const taken = z.strictObject({
  slotId: z.string(),
  layerId: z.string(),
  articleId: z.string(),
}) satisfies z.ZodType<TakenSlot>;

const item = z.strictObject({
  slotId: z.string(),
  layerId: z.string().nullable(),
  articleId: z.string(),
  title: z.string(),
  state: z.enum(["taken", "submitted", "returned", "stalled", "skipped"]),
  articleState: z.enum(["open", "review", "reviewing", "done"]),
  marks: z.number(),
  takenAt: z.string().nullable(),
  submittedAt: z.string().nullable(),
  comment: z.string().nullable(),
  skipReason: z.string().nullable(),
  isRecallable: z.boolean(),
}) satisfies z.ZodType<WorkItem>;

const teamItem = z.strictObject({
  slotId: z.string(),
  articleId: z.string(),
  title: z.string(),
  person: z.string(),
  state: z.enum(["taken", "returned", "stalled"]),
  takenAt: z.string().nullable(),
  leaseUntil: z.string().nullable(),
}) satisfies z.ZodType<TakenWork>;

const waiting = z.strictObject({
  openSlots: z.number(),
  returned: z.number(),
  inReview: z.number(),
  stalled: z.number(),
}) satisfies z.ZodType<Waiting>;

const stalled = z.strictObject({
  slotId: z.string(),
  articleId: z.string(),
  title: z.string(),
  person: z.string(),
  takenAt: z.string(),
  lastSavedAt: z.string().nullable(),
}) satisfies z.ZodType<StalledWork>;

const kept = z.strictObject({
  slotId: z.string(),
  title: z.string(),
  isCalibration: z.boolean(),
}) satisfies z.ZodType<KeptWork>;

export const goldPerson = z.strictObject({
  userId: z.string(),
  name: z.string(),
  articles: z.number(),
  exact: z.number().nullable(),
  overlap: z.number().nullable(),
});

const figures = z.strictObject({
  time: z.strictObject({ week: z.number(), total: z.number() }),
  limits: z.strictObject({
    mostOpen: z.number().nullable(),
    open: z.number(),
    mostPerWeek: z.number().nullable(),
    week: z.number(),
  }),
  gold: goldPerson.nullable(),
}) satisfies z.ZodType<OwnFigures>;

const timeRow = z.strictObject({
  day: z.string(),
  userId: z.string(),
  person: z.string(),
  articleId: z.string(),
  title: z.string(),
  seconds: z.number(),
  total: z.number(),
}) satisfies z.ZodType<TimeRow>;

const weeks = z.strictObject({
  weeks: z.array(z.string()),
  people: z.array(z.strictObject({ userId: z.string(), name: z.string(), seconds: z.array(z.number()) })),
}) satisfies z.ZodType<WeekSums>;

const position = z.strictObject({
  submitted: z.number(),
  total: z.number(),
}) satisfies z.ZodType<WorkPosition>;
const waitingForOne = z.strictObject({ news: z.number(), review: z.number() }) satisfies z.ZodType<
  Desk["waiting"]
>;

const counts = z.strictObject({
  open: z.number(),
  submitted: z.number(),
  done: z.number(),
  skipped: z.number(),
});

/** One's own work in a project, and for managers the team's. */
export const workOperations: Operation[] = [
  write("POST", {
    id: "takeNext",
    path: "/projects/{slug}/work/next",
    may: "layer.annotate",
    tag: "Work",
    scope: "annotate",
    summary: "Take the next article to annotate",
    detail: "Where there is none, `taken` is null and `why` says the reason.",
    params: inProject,
    body: none,
    response: z.strictObject({ taken: taken.nullable(), why: z.enum(nothingLeft).nullable() }),
    repeats: "reserved",
    handle: async ({ actor, params }) => {
      const slot = await takeNextSlot(actor, params.slug);
      return { taken: slot, why: slot ? null : await explainNothingLeft(actor, params.slug) };
    },
  }),
  read({
    id: "listWork",
    path: "/projects/{slug}/work",
    may: "layer.annotate",
    tag: "Work",
    scope: "read",
    summary: "One's own work, newest first",
    params: inProject,
    query: z.strictObject({ show: z.enum(workFilters).default("open"), cursor }),
    response: pageOf(item),
    handle: ({ actor, params, query }) => listWork(actor, params.slug, query.show, query.cursor),
  }),
  read({
    id: "listOwnTime",
    path: "/projects/{slug}/work/time",
    may: "layer.annotate",
    tag: "Work",
    scope: "read",
    summary: "One's own active time by day and article, newest first",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(timeRow),
    handle: ({ actor, params, query }) => listOwnTime(actor, params.slug, query.cursor),
  }),
  read({
    id: "getOwnFigures",
    path: "/projects/{slug}/work/figures",
    may: "layer.annotate",
    tag: "Work",
    scope: "read",
    summary: "One's own time, limits, counts, and standing on gold where the project tells it",
    detail:
      "`position` says how many of the project's articles one has handed in; `waiting` what is new for one.",
    params: inProject,
    query: none,
    response: figures.extend({ counts, position, waiting: waitingForOne }),
    handle: async ({ actor, params }) => {
      const project = await requireProject(actor, params.slug, "layer.annotate");
      return {
        ...(await getOwnFigures(actor, params.slug)),
        counts: await countWork(actor, params.slug),
        position: await getWorkPosition(actor, project.projectId),
        waiting: (await getDesk(actor, project)).waiting,
      };
    },
  }),
  read({
    id: "listKept",
    path: "/projects/{slug}/work/kept",
    may: "layer.annotate",
    tag: "Work",
    scope: "read",
    summary: "Articles that are kept for oneself",
    params: inProject,
    query: none,
    response: listOf(kept),
    handle: async ({ actor, params }) => ({ items: await listKept(actor, params.slug) }),
  }),
  write("POST", {
    id: "takeKept",
    path: "/projects/{slug}/slots/{slotId}/take",
    may: "layer.annotate",
    tag: "Work",
    scope: "annotate",
    summary: "Begin an article that is kept for oneself",
    params: under({ slotId: id }),
    body: none,
    response: taken,
    repeats: "reserved",
    handle: ({ actor, params }) => takeKeptSlot(actor, params.slug, params.slotId),
  }),
  write("POST", {
    id: "releaseSlot",
    path: "/projects/{slug}/slots/{slotId}/release",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Take a place from somebody, so that it is free again",
    params: under({ slotId: id }),
    body: none,
    response: z.strictObject({ articleId: z.string() }),
    handle: ({ actor, params, tx }) => releaseSlot(actor, params.slotId, tx),
  }),
  read({
    id: "getTeamWork",
    path: "/projects/{slug}/team",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "What others have in hand, and how much waits where",
    params: inProject,
    query: none,
    response: z.strictObject({ taken: z.array(teamItem), waiting }),
    handle: ({ actor, params }) => getTeamWork(actor, params.slug),
  }),
  read({
    id: "listStalled",
    path: "/projects/{slug}/team/stalled",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Places whose time ran out with work in them",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(stalled),
    handle: ({ actor, params, query }) => listStalled(actor, params.slug, query.cursor),
  }),
  read({
    id: "listWorkTime",
    path: "/projects/{slug}/team/time",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Active time by day, person and article, newest first",
    params: inProject,
    query: z.strictObject({ cursor }),
    response: pageOf(timeRow),
    handle: ({ actor, params, query }) => listWorkTime(actor, params.slug, query.cursor),
  }),
  read({
    id: "getWeekSums",
    path: "/projects/{slug}/team/time/weeks",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "Active time of each person in each of the last weeks",
    params: inProject,
    query: none,
    response: weeks,
    handle: ({ actor, params }) => getWeekSums(actor, params.slug),
  }),
  read({
    id: "exportWorkTime",
    path: "/projects/{slug}/team/time.csv",
    may: "article.assign",
    tag: "Work",
    scope: "manage",
    summary: "All active time as CSV",
    params: inProject,
    query: none,
    response: file,
    produces: "text/csv",
    handle: ({ actor, params }) =>
      sendFile(`${params.slug}-time.csv`, csvType, workTimeCsv(actor, params.slug)),
  }),
];
