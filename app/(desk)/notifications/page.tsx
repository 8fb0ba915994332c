import type { Metadata } from "next";
import { markAllReadAction, markReadAction } from "@/app/(desk)/notifications/actions";
import { NotificationsView } from "@/components/notifications/notifications-view";
import { listNotifications } from "@/lib/notifications/queries";
import { notificationQuery } from "@/lib/notifications/schema";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Notifications" };

/** What concerns the reader in comments. */
export default async function NotificationsPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { cursor } = notificationQuery.parse(await searchParams);
  const page = await pageData((actor) => listNotifications(actor, cursor), "/notifications");
  return <NotificationsView page={page} markRead={markReadAction} markAllRead={markAllReadAction} />;
}
