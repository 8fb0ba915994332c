import { markThreadsRead } from "@/lib/comments/commands";
import { readInput } from "@/lib/comments/schema";
import { countNotifications } from "@/lib/notifications/queries";
import { route } from "@/lib/route";

/** Notes how far one has read; answers how many notifications are left. */
export const POST = route({ body: readInput }, async ({ actor, body }) => {
  await markThreadsRead(actor, body);
  return { notifications: await countNotifications(actor) };
});
