import { countNotifications } from "@/lib/notifications/queries";
import { route } from "@/lib/route";

/** How many notifications one has not read; 99 stands for more. */
export const GET = route({}, async ({ actor }) => ({ notifications: await countNotifications(actor) }));
