import { z } from "zod";

const id = z.uuid();

/** What a comment says: 4,000 characters, persons named as `@[id]`. */
export const commentBody = z
  .string()
  .trim()
  .min(1, "Write something first.")
  .max(4_000, "At most 4,000 characters.");

/** What a thread is about: an article, words of one of its versions (half-open, code points), or a source. */
export const threadAbout = z.union([
  z.strictObject({ articleId: id }),
  z
    .strictObject({
      articleId: id,
      versionId: id,
      start: z.int().min(0).max(10_000_000),
      end: z.int().min(1).max(10_000_000),
      quote: z.string().min(1).max(20_000),
    })
    .refine(({ start, end }) => start < end, "The span is empty."),
  z.strictObject({ sourceId: id }),
]);
export type ThreadAbout = z.output<typeof threadAbout>;

/** What comments are listed of. */
export type CommentPlace = { articleId: string } | { sourceId: string };

export const startThreadInput = z.object({
  id,
  commentId: id,
  about: threadAbout,
  body: commentBody,
  /** A manager's instruction, which those who annotate the article read too. */
  isForAll: z.boolean().default(false),
});
export type StartThreadInput = z.output<typeof startThreadInput>;

export const addCommentInput = z.object({ id, body: commentBody, isForAll: z.boolean().default(false) });
export const editCommentInput = z.object({ body: commentBody });
export const resolveInput = z.object({ isResolved: z.boolean() });
export const readInput = z.object({
  threads: z.array(z.object({ threadId: id, number: z.string().regex(/^\d{1,18}$/) })).max(50),
});

/** A number of unread comments as high as this stands for more. */
export const mostCounted = 99;
/** Unread comments by the id of their article; without those that have none. */
export type UnreadComments = Readonly<Record<string, number>>;

export const commentShows = ["open", "resolved", "all"] as const;
export type CommentShow = (typeof commentShows)[number];

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);
const cursor = z.preprocess(blankIsNone, z.string().max(200).optional());

const placeFields = { articleId: id.optional(), sourceId: id.optional() };
const isOnePlace = (place: { articleId?: string | undefined; sourceId?: string | undefined }) =>
  (place.articleId === undefined) !== (place.sourceId === undefined);
const onePlace = "Name an article or a source.";

export const threadsQuery = z
  .object({ ...placeFields, show: z.enum(commentShows).default("open"), cursor })
  .refine(isOnePlace, onePlace);
export const unreadQuery = z.object({ articleId: id });
export const earlierQuery = z.object({ cursor });
export const peopleQuery = z
  .object({
    ...placeFields,
    threadId: id.optional(),
    isForAll: z.enum(["0", "1"]).default("0"),
    q: z.string().max(60).default(""),
  })
  .refine(isOnePlace, onePlace);

/** The place that a query names; the schemas above see to it that there is one. */
export function placeOf(query: {
  articleId?: string | undefined;
  sourceId?: string | undefined;
}): CommentPlace {
  return query.articleId === undefined ? { sourceId: query.sourceId ?? "" } : { articleId: query.articleId };
}

export const commentSchema = z.object({
  id: z.string(),
  /** Order within the installation, as text. */
  number: z.string(),
  author: z.string(),
  isSelf: z.boolean(),
  isForAll: z.boolean(),
  isNew: z.boolean(),
  body: z.string(),
  /** The names of the persons that the body names, by id. */
  names: z.record(z.string(), z.string()),
  createdAt: z.string(),
  /** When it was last changed by its author; null where it stands as written. */
  editedAt: z.string().nullable(),
});
export type CommentDto = z.output<typeof commentSchema>;

export const threadSchema = z.object({
  id: z.string(),
  number: z.string(),
  span: z.object({ versionId: z.string(), start: z.number(), end: z.number(), quote: z.string() }).nullable(),
  isForAll: z.boolean(),
  isResolved: z.boolean(),
  mayResolve: z.boolean(),
  /** How many comments the reader has not read; 99 stands for more. */
  unread: z.number(),
  comments: z.array(commentSchema),
  /** The cursor to the comments before these; null where there are none. */
  earlier: z.string().nullable(),
});
export type ThreadDto = z.output<typeof threadSchema>;

export const threadPageSchema = z.object({
  items: z.array(threadSchema),
  next: z.string().nullable(),
  previous: z.string().nullable(),
  mayWrite: z.boolean(),
  /** Whether the reader may mark a comment as an instruction for everybody. */
  mayInstruct: z.boolean(),
  /** Whether the reader is shown less than others would be, because they annotate the article on their own. */
  isBlind: z.boolean(),
});
export type ThreadPage = z.output<typeof threadPageSchema>;

export const commentVersionSchema = z.object({
  body: z.string(),
  names: z.record(z.string(), z.string()),
  at: z.string(),
});
export type CommentVersionDto = z.output<typeof commentVersionSchema>;

export const personSchema = z.object({ id: z.string(), name: z.string() });
export type MentionPerson = z.output<typeof personSchema>;

const token = /@\[([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\]/g;

/** The ids of the persons that a body names, each once, in order. */
export function mentionedIds(body: string): string[] {
  return [...new Set([...body.matchAll(token)].map((match) => match[1] ?? ""))];
}

/** A body in pieces: words, and persons by name ("somebody" where the name is not known to the reader). */
export function bodyPieces(
  body: string,
  names: Readonly<Record<string, string>>,
): { text: string; isPerson: boolean }[] {
  return body
    .split(token)
    .map((piece, place) =>
      place % 2 === 1
        ? { text: `@${names[piece] ?? "somebody"}`, isPerson: true }
        : { text: piece, isPerson: false },
    )
    .filter((piece) => piece.text !== "");
}

/** What somebody typed with the persons they picked, as a body: each "@Name" of a picked person becomes their token, longest names first. */
export function bodyOf(typed: string, picked: readonly MentionPerson[]): string {
  const byLength = [...picked].sort((a, b) => b.name.length - a.name.length);
  let rest = typed;
  let body = "";
  while (rest !== "") {
    const here = rest;
    const person = byLength.find((one) => here.startsWith(`@${one.name}`));
    const step = person ? person.name.length + 1 : 1;
    body += person ? `@[${person.id}]` : rest.slice(0, step);
    rest = rest.slice(step);
  }
  return body;
}

/** A body as its author typed it, and the persons it names, for changing it. */
export function typedOf(
  body: string,
  names: Readonly<Record<string, string>>,
): { typed: string; picked: MentionPerson[] } {
  const typed = bodyPieces(body, names)
    .map((piece) => piece.text)
    .join("");
  return { typed, picked: mentionedIds(body).map((one) => ({ id: one, name: names[one] ?? "somebody" })) };
}

/** As many threads that came with an article are shown beside it; exports hold all. */
export const mostImported = 100;
/** A thread that came with its article from elsewhere: nobody of ours said it, and nobody answers it here. */
export type ImportedThreadDto = {
  /** Its id where it comes from. */
  id: string;
  /** The words that it is about; null where it is about the whole article. */
  quote: string | null;
  /** Where those words stand in the article's text now; null where they do not. */
  span: { start: number; end: number } | null;
  isForAll: boolean;
  isResolved: boolean;
  /** Oldest first; `by` is the name under which its author came, null for nobody named. */
  comments: { id: string; by: string | null; at: string; editedAt: string | null; body: string }[];
};
/** `more` is how many there are besides. */
export type ImportedThreads = { items: ImportedThreadDto[]; more: number };
