import { absoluteTime, dayText } from "@/components/ui/time-text";

/** A published time without a zone, as ISO text, read in no zone: its day. "Unknown" for none; other text as it is. */
export function localDay(text: string | null): string {
  const moment = momentOf(text);
  return moment ? dayText(moment, "UTC") : (text ?? "Unknown");
}

/** The same with its minute where the text has one; the zone is said to be unknown. */
export function localTime(text: string): string {
  const moment = momentOf(text);
  if (!moment) return `${text} (zone unknown)`;
  return text.includes("T")
    ? `${absoluteTime(moment, "UTC").replace(/ UTC$/, "")} (zone unknown)`
    : dayText(moment, "UTC");
}

function momentOf(text: string | null): Date | null {
  if (!text || !/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text)) return null;
  const moment = new Date(text.includes("T") ? `${text}Z` : `${text}T00:00Z`);
  return Number.isNaN(moment.getTime()) ? null : moment;
}
