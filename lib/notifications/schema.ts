import { z } from "zod";

export const notificationKinds = ["mention", "reply"] as const;

/** What a notification says happened, after whoever did it. */
export const notificationWords: Record<(typeof notificationKinds)[number], string> = {
  mention: "named you in a comment on",
  reply: "wrote in a thread that you write in, on",
};

/** A notification as its person reads it: who and where, never the words themselves, which stand behind `href`. */
export type NotificationDto = {
  id: string;
  kind: (typeof notificationKinds)[number];
  who: string;
  subject: string;
  project: string | null;
  href: string;
  createdAt: string;
  isRead: boolean;
};

const blankIsNone = (value: unknown) => (value === "" ? undefined : value);

export const notificationQuery = z.object({
  cursor: z.preprocess(blankIsNone, z.string().max(200).optional()).catch(undefined),
});
export const notificationInput = z.object({ notificationId: z.uuid() });
export const noInput = z.object({});
