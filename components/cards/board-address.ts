import type { BoardFilter } from "@/lib/cards/board-schema";

/** The address of a board (or of its table as a file) with an order and filters; what is not set is left out. */
export function boardAddress(base: string, filter: Partial<BoardFilter>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value && !(name === "order" && value === "newest")) query.set(name, value);
  return query.size > 0 ? `${base}?${query}` : base;
}
