"use server";

import { revalidatePath } from "next/cache";
import { formAction } from "@/lib/action";
import { markAllNotificationsRead, markNotificationRead } from "@/lib/notifications/commands";
import { noInput, notificationInput } from "@/lib/notifications/schema";

/** Notes that one's own notification was read. */
export const markReadAction = formAction(notificationInput, async (actor, input) => {
  await markNotificationRead(actor, input.notificationId);
  revalidatePath("/notifications", "layout");
  return { data: null };
});

/** Notes that all of one's own notifications were read. */
export const markAllReadAction = formAction(noInput, async (actor) => {
  await markAllNotificationsRead(actor);
  revalidatePath("/notifications", "layout");
  return { data: null };
});
