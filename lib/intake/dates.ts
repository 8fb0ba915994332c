export type PublishedTime = { publishedAt: string; publishedHasZone: boolean };

const iso =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;
const rfc2822 = /^(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3,9} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC|Z)$/i;

/**
 * Reads a publication time written as ISO 8601 or RFC 2822. With a zone it becomes an ISO instant in UTC; without
 * one it stays the local date or date-time it was, for no zone may be guessed. Null for anything else, and for a
 * day that no calendar has.
 */
export function parsePublished(value: string): PublishedTime | null {
  const text = value.trim();
  const found = iso.exec(text);
  if (!found) {
    const instant = rfc2822.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isNaN(instant)
      ? null
      : { publishedAt: new Date(instant).toISOString(), publishedHasZone: true };
  }
  const [, year = "", month = "", day = "", hour, minute, second, zone] = found;
  const date = `${year}-${month}-${day}`;
  if (!isRealDay(date)) return null;
  if (hour === undefined || minute === undefined) return { publishedAt: date, publishedHasZone: false };
  const local = `${date}T${hour}:${minute}${second === undefined ? "" : `:${second}`}`;
  const zoned = zone?.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, "$1:$2");
  const instant = Date.parse(`${local}${zoned ?? "Z"}`);
  if (Number.isNaN(instant)) return null;
  return zoned === undefined
    ? { publishedAt: local, publishedHasZone: false }
    : { publishedAt: new Date(instant).toISOString(), publishedHasZone: true };
}

function isRealDay(date: string): boolean {
  const instant = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(date);
}
