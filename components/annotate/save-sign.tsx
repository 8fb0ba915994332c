import { CircleAlert, CircleCheck, CloudOff, LoaderCircle } from "lucide-react";
import type { OutboxState } from "@/components/annotate/outbox";

const opening = {
  icon: <LoaderCircle className="animate-spin" />,
  text: "Opening…",
  className: "text-ink-muted",
  title: "What this browser keeps is being read.",
};

/** Whether everything is stored on the server, in words: saved, on the way, waiting without a connection, or refused. */
export function SaveSign({ outbox, isOpening }: { outbox: OutboxState; isOpening: boolean }) {
  const { status, waiting, isKept } = outbox;
  const isOnline = typeof navigator === "undefined" || navigator.onLine;
  const kept = isKept
    ? "What waits is kept in this browser, also when you close it."
    : "This browser keeps nothing: leave this page open until everything is saved.";
  const signs = {
    saved: { icon: <CircleCheck />, text: "Saved", className: "text-success", title: "Everything is saved." },
    saving: {
      icon: <LoaderCircle className="animate-spin" />,
      text: `Saving… (${waiting.length})`,
      className: "text-ink-muted",
      title: kept,
    },
    offline: {
      icon: <CloudOff />,
      text: `${isOnline ? "No answer" : "Offline"}, ${waiting.length} waiting`,
      className: "text-warning",
      title: kept,
    },
    attention: {
      icon: <CircleAlert />,
      text: "Needs attention",
      className: "text-danger",
      title: "The server refused a change. Decide what is to become of it.",
    },
  } as const;
  // Until what a former visit left has been read, nobody can say that all is saved.
  const sign = isOpening ? opening : signs[status];
  return (
    <span
      role="status"
      data-status={isOpening ? "opening" : status}
      title={sign.title}
      className={`inline-flex items-center gap-1.5 whitespace-nowrap text-sm tabular-nums [&_svg]:size-4 ${sign.className}`}
    >
      {sign.icon}
      {sign.text}
      {!isKept && status !== "saved" && <span className="sr-only">{kept}</span>}
    </span>
  );
}
