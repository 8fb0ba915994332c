"use client";

import { Bell } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { requestJson } from "@/components/annotate/request-json";
import { useLive } from "@/components/live/live-provider";
import { Link } from "@/components/ui/link";

const counted = z.object({ notifications: z.number() });

/** The way to one's notifications, with how many are not read; new ones are counted as they come. */
export function NotificationBell({ count: drawn }: { count: number }) {
  const [live, setLive] = useState<{ drawn: number; count: number } | null>(null);
  // What the page was drawn with counts again once it is drawn anew.
  const count = live && live.drawn === drawn ? live.count : drawn;
  useLive(null, () => {
    void requestJson("/api/notifications/count", counted).then((answer) => {
      if (answer.ok) setLive({ drawn, count: answer.data.notifications });
    });
  });
  const words =
    count === 0 ? "Notifications" : `Notifications, ${count > 98 ? "99 or more" : count} not read`;
  return (
    <Link
      href="/notifications"
      aria-label={words}
      title={words}
      className="relative inline-flex size-8 items-center justify-center rounded-md text-ink-muted hover:bg-surface-hover hover:text-ink max-md:size-10"
    >
      <Bell aria-hidden="true" className="size-4" />
      {count > 0 && (
        <span
          aria-hidden="true"
          className="tabular absolute top-0 left-4 min-w-4 max-md:top-1 max-md:left-5 rounded-full bg-accent px-1 text-center text-xs leading-4 font-medium text-on-accent"
        >
          {count > 98 ? "99+" : count}
        </span>
      )}
    </Link>
  );
}
