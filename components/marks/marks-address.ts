import type { MarkFilter } from "@/lib/marks/schema";

/** The query of the concordance under a filter; what is not set, or is so anyway, is left out. */
export function marksQuery(filter: Partial<MarkFilter>): string {
  const query = new URLSearchParams();
  const usual: Partial<Record<string, string>> = { scope: "final", sort: "position" };
  for (const [name, value] of Object.entries(filter))
    if (value && usual[name] !== value) query.set(name, String(value));
  return query.toString();
}

/** The same as an address. */
export function marksAddress(slug: string, filter: Partial<MarkFilter>): string {
  const query = marksQuery(filter);
  return `/projects/${slug}/marks${query ? `?${query}` : ""}`;
}
