import { naturalDirection, type QueueFilter, type QueueSort } from "@/lib/review/queue-schema";

/** The address of the queue under a filter; what is not set, or is so anyway, is left out. */
export function queueAddress(slug: string, filter: Partial<QueueFilter>): string {
  const query = queueQuery(filter);
  return `/projects/${slug}/review${query ? `?${query}` : ""}`;
}

/** The same without the page's own part: what a saved filter keeps. */
export function queueQuery(filter: Partial<QueueFilter>): string {
  const query = new URLSearchParams();
  const usual: Partial<Record<string, string>> = { show: "waiting", sort: "waiting" };
  for (const [name, value] of Object.entries(filter))
    if (value && usual[name] !== value) query.set(name, value);
  return query.toString();
}

/** The order that pressing a column's name leads to: by it, or turned round where it is by it already. */
export function sortedBy(filter: QueueFilter, sort: QueueSort): Partial<QueueFilter> {
  const { at: _at, direction, ...rest } = filter;
  const natural = naturalDirection(sort, filter.show);
  const isTurned = filter.sort === sort && (direction ?? natural) === natural;
  return { ...rest, sort, direction: isTurned ? (natural === "up" ? "down" : "up") : undefined };
}
