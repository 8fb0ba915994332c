"use client";

import { useSyncExternalStore } from "react";
import { classNames } from "@/components/ui/class-names";
import { absoluteTime, dayText, relativeTime } from "@/components/ui/time-text";

const minute = 60_000;

function everyMinute(tick: () => void) {
  const timer = setInterval(tick, minute);
  return () => clearInterval(timer);
}

function presentMinute() {
  return Math.floor(Date.now() / minute);
}

function noMinute() {
  return null;
}

/**
 * A moment (ISO 8601 text or a Date). The server writes it in UTC, the browser then in the reader's zone, so that
 * both agree on the first paint; `relative` keeps counting. The exact time is always in the title.
 */
export function Time({
  value,
  format = "relative",
  className,
}: {
  value: string | Date;
  format?: "relative" | "datetime" | "day";
  className?: string;
}) {
  const now = useSyncExternalStore(everyMinute, presentMinute, noMinute);
  const moment = new Date(value);
  const zone = now === null ? "UTC" : undefined;
  const absolute = absoluteTime(moment, zone);
  const ago = now === null ? absolute : relativeTime(moment, new Date());
  const text = { relative: ago, datetime: absolute, day: dayText(moment, zone) }[format];
  return (
    <time
      dateTime={moment.toISOString()}
      title={format === "datetime" ? ago : absolute}
      className={classNames("whitespace-nowrap", className)}
    >
      {text}
    </time>
  );
}
