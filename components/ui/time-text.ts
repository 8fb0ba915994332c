const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const steps = [
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
] as const;

/** A moment as day, month, year and minute in the given zone (`UTC` is said, the reader's own zone is not). */
export function absoluteTime(moment: Date, timeZone?: string): string {
  const text = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone }).format(
    moment,
  );
  return timeZone === "UTC" ? `${text} UTC` : text;
}

/** A moment as a day in the given zone. */
export function dayText(moment: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone }).format(moment);
}

/** A month as its name and year, from "2026-11". */
export function monthText(month: string): string {
  return new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`),
  );
}

/** How long ago (or ahead) a moment is, in whole minutes, hours or days; from 30 days on it is the day itself. */
export function relativeTime(moment: Date, now: Date, timeZone?: string): string {
  const seconds = Math.round((moment.getTime() - now.getTime()) / 1000);
  if (Math.abs(seconds) >= 30 * 86_400) return dayText(moment, timeZone);
  const step = steps.find(({ seconds: size }) => Math.abs(seconds) >= size);
  return step ? relative.format(Math.trunc(seconds / step.seconds), step.unit) : "just now";
}
