import { z } from "zod";
import { id, listOf, paged, pageOf } from "@/lib/api/nouns/common";
import { none, nothing, type Operation, read, write } from "@/lib/api/operation";
import {
  addComment,
  editComment,
  markThreadsRead,
  type Spoken,
  setResolved,
  startThread,
} from "@/lib/comments/commands";
import { countUnread, listEarlier, listMentionable, listThreads, listVersions } from "@/lib/comments/queries";
import {
  addCommentInput,
  commentSchema,
  commentVersionSchema,
  earlierQuery,
  editCommentInput,
  peopleQuery,
  personSchema,
  placeOf,
  readInput,
  resolveInput,
  startThreadInput,
  threadPageSchema,
  threadsQuery,
  unreadQuery,
} from "@/lib/comments/schema";
import { markAllNotificationsRead, markNotificationRead } from "@/lib/notifications/commands";
import { countNotifications, listNotifications } from "@/lib/notifications/queries";
import { type NotificationDto, notificationKinds } from "@/lib/notifications/schema";

const spoken = z.strictObject({ threadId: z.string(), commentId: z.string() }) satisfies z.ZodType<Spoken>;
const notification = z.strictObject({
  id: z.string(),
  kind: z.enum(notificationKinds),
  who: z.string(),
  subject: z.string(),
  project: z.string().nullable(),
  href: z.string(),
  createdAt: z.string(),
  isRead: z.boolean(),
}) satisfies z.ZodType<NotificationDto>;

const inThread = z.strictObject({ threadId: id });
const inComment = z.strictObject({ commentId: id });
const told = { tag: "Comments", scope: "read", may: "anybody" } as const;
const said = { tag: "Comments", scope: "annotate", may: "comment.write" } as const;
const own = { tag: "Comments", scope: "annotate", may: "anybody" } as const;

/** Threads about articles, their words and sources, as far as one may read them; and what in them concerns oneself. */
export const commentOperations: Operation[] = [
  read({
    ...told,
    id: "listThreads",
    path: "/comments/threads",
    summary: "The threads about an article or a source, with their latest comments",
    detail: "Name either `articleId` or `sourceId`. Whoever annotates an article on their own is shown less.",
    params: none,
    query: threadsQuery,
    response: threadPageSchema,
    handle: ({ actor, query }) => listThreads(actor, placeOf(query), query),
  }),
  write("POST", {
    ...said,
    id: "startThread",
    path: "/comments/threads",
    summary: "Begin a thread about an article, words of it, or a source",
    detail: "`id` and `commentId` are new UUIDs. Persons are named in the words as `@[id]`.",
    params: none,
    body: startThreadInput,
    response: spoken,
    status: 201,
    handle: ({ actor, body, tx }) => startThread(actor, body, tx),
  }),
  read({
    ...told,
    id: "listEarlierComments",
    path: "/comments/threads/{threadId}",
    summary: "The comments of a thread before those that its `earlier` stands at",
    params: inThread,
    query: earlierQuery,
    response: z.strictObject({ comments: z.array(commentSchema), earlier: z.string().nullable() }),
    handle: ({ actor, params, query }) => listEarlier(actor, params.threadId, query.cursor),
  }),
  write("POST", {
    ...said,
    id: "addComment",
    path: "/comments/threads/{threadId}",
    summary: "Say something in a thread; a resolved one is open again",
    params: inThread,
    body: addCommentInput,
    response: spoken,
    status: 201,
    handle: ({ actor, params, body, tx }) => addComment(actor, params.threadId, body, tx),
  }),
  write("PATCH", {
    ...said,
    id: "setResolved",
    path: "/comments/threads/{threadId}",
    summary: "Resolve a thread or open it again",
    params: inThread,
    body: resolveInput,
    response: z.strictObject({ threadId: z.string(), isResolved: z.boolean() }),
    handle: ({ actor, params, body, tx }) => setResolved(actor, params.threadId, body.isResolved, tx),
  }),
  write("PATCH", {
    ...said,
    id: "editComment",
    path: "/comments/{commentId}",
    summary: "New words for one's own comment; what it said before stays on record",
    params: inComment,
    body: editCommentInput,
    response: spoken,
    handle: ({ actor, params, body, tx }) => editComment(actor, params.commentId, body.body, tx),
  }),
  read({
    ...told,
    id: "listCommentVersions",
    path: "/comments/{commentId}/versions",
    summary: "How a comment read before each change, oldest first",
    params: inComment,
    query: none,
    response: listOf(commentVersionSchema),
    handle: async ({ actor, params }) => ({ items: await listVersions(actor, params.commentId) }),
  }),
  read({
    ...told,
    id: "countUnreadComments",
    path: "/comments/unread",
    summary: "How many comments about an article one has not read",
    params: none,
    query: unreadQuery,
    response: z.strictObject({ unread: z.number() }),
    handle: async ({ actor, query }) => ({ unread: await countUnread(actor, query.articleId) }),
  }),
  write("POST", {
    ...own,
    id: "markThreadsRead",
    path: "/comments/read",
    summary: "Note how far one has read in threads",
    params: none,
    body: readInput,
    response: z.strictObject({ notifications: z.number() }),
    handle: async ({ actor, body, tx }) => {
      await markThreadsRead(actor, body, tx);
      return { notifications: await countNotifications(actor, tx) };
    },
  }),
  read({
    ...told,
    id: "listMentionable",
    path: "/comments/people",
    summary: "People who may be named in a comment here: those who would see it; at most eight",
    params: none,
    query: peopleQuery,
    response: listOf(personSchema),
    handle: async ({ actor, query }) => ({
      items: await listMentionable(actor, placeOf(query), { ...query, isForAll: query.isForAll === "1" }),
    }),
  }),
  read({
    ...told,
    id: "listNotifications",
    path: "/notifications",
    summary: "What concerns oneself, newest first",
    params: none,
    query: paged,
    response: pageOf(notification),
    handle: ({ actor, query }) => listNotifications(actor, query.cursor),
  }),
  read({
    ...told,
    id: "countNotifications",
    path: "/notifications/count",
    summary: "How many of one's own notifications are unread; 99 stands for more",
    params: none,
    query: none,
    response: z.strictObject({ notifications: z.number() }),
    handle: async ({ actor }) => ({ notifications: await countNotifications(actor) }),
  }),
  write("POST", {
    ...own,
    id: "markNotificationRead",
    path: "/notifications/{notificationId}/read",
    summary: "Note that one's own notification was read",
    params: z.strictObject({ notificationId: id }),
    body: none,
    response: nothing,
    handle: ({ actor, params, tx }) => markNotificationRead(actor, params.notificationId, tx),
  }),
  write("POST", {
    ...own,
    id: "markAllNotificationsRead",
    path: "/notifications/read",
    summary: "Note that all of one's own notifications were read",
    params: none,
    body: none,
    response: nothing,
    handle: ({ actor, tx }) => markAllNotificationsRead(actor, tx),
  }),
];
