import { randomUUID } from "node:crypto";
import { startThread } from "@/lib/comments/commands";
import { db } from "@/lib/db";
import { actorFor, makeArticle } from "../factories";
import type { GoodCalls } from "./good-call";
import type { World } from "./world";

const text = "The mayor said the bridge is safe.";

/** A thread of the reviewer about an article, which names the manager. */
async function talk({ project, people }: World) {
  const { id: articleId } = await makeArticle(project, { text });
  const { threadId, commentId } = await startThread(actorFor(people.reviewer), {
    id: randomUUID(),
    commentId: randomUUID(),
    about: { articleId },
    body: `Is this right, @[${people.manager.id}]?`,
    isForAll: false,
  });
  return { articleId, threadId, commentId };
}

/** Valid calls of the operations on comments and notifications. */
export const talkCalls: GoodCalls = {
  listThreads: async (world) => {
    const { articleId } = await talk(world);
    return { as: "reviewer", query: { articleId, show: "all" } };
  },
  startThread: async ({ project }) => {
    const { id: articleId } = await makeArticle(project, { text });
    const body = { id: randomUUID(), commentId: randomUUID(), about: { articleId }, body: "Why?" };
    return { as: "reviewer", body };
  },
  listEarlierComments: async (world) => ({
    as: "reviewer",
    params: { threadId: (await talk(world)).threadId },
  }),
  addComment: async (world) => ({
    as: "manager",
    params: { threadId: (await talk(world)).threadId },
    body: { id: randomUUID(), body: "It is.", isForAll: false },
  }),
  setResolved: async (world) => ({
    as: "reviewer",
    params: { threadId: (await talk(world)).threadId },
    body: { isResolved: true },
  }),
  editComment: async (world) => ({
    as: "reviewer",
    params: { commentId: (await talk(world)).commentId },
    body: { body: "Is this quite right?" },
  }),
  listCommentVersions: async (world) => ({
    as: "reviewer",
    params: { commentId: (await talk(world)).commentId },
  }),
  countUnreadComments: async (world) => {
    const { articleId } = await talk(world);
    return { as: "manager", query: { articleId } };
  },
  markThreadsRead: async (world) => {
    const { threadId } = await talk(world);
    return { as: "manager", body: { threads: [{ threadId, number: "1" }] } };
  },
  listMentionable: async (world) => {
    const { articleId } = await talk(world);
    return { as: "reviewer", query: { articleId, isForAll: "0", q: "" } };
  },
  listNotifications: async (world) => {
    await talk(world);
    return { as: "manager" };
  },
  markNotificationRead: async (world) => {
    await talk(world);
    const { id } = await db().notification.findFirstOrThrow({ where: { userId: world.people.manager.id } });
    return { as: "manager", params: { notificationId: id } };
  },
  countNotifications: async (world) => {
    await talk(world);
    return { as: "manager" };
  },
  markAllNotificationsRead: async (world) => {
    await talk(world);
    return { as: "manager" };
  },
};
