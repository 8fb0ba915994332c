import { Bell } from "lucide-react";
import Link from "next/link";

/** The way to one's notifications, with how many are not read. */
export function NotificationBell({ count }: { count: number }) {
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
          className="tabular absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-accent px-1 text-center text-xs leading-4 font-medium text-on-accent"
        >
          {count > 98 ? "99+" : count}
        </span>
      )}
    </Link>
  );
}
