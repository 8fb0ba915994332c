import { countUnread } from "@/lib/comments/queries";
import { unreadQuery } from "@/lib/comments/schema";
import { countNotifications } from "@/lib/notifications/queries";
import { route } from "@/lib/route";

/** How many comments on an article, and notifications in all, one has not read. */
export const GET = route({ query: unreadQuery }, async ({ actor, query }) => ({
  unread: await countUnread(actor, query.articleId),
  notifications: await countNotifications(actor),
}));
