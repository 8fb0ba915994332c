/** The addresses of a project's agreement pages. */
export function agreementHref(slug: string, query: Record<string, string> = {}): string {
  return `/projects/${slug}/agreement${queryText(query)}`;
}

/** The page of two people, for a kind of mark. */
export function pairHref(slug: string, pairId: string, kind: string): string {
  return `/projects/${slug}/agreement/${pairId}${queryText({ kind })}`;
}

/** The words behind a number of two people: the places that stand under a reason or a group of them. */
export function placesHref(slug: string, pairId: string, kind: string, reason: string): string {
  return `/projects/${slug}/agreement/${pairId}/places${queryText({ kind, reason })}`;
}

/** A table as CSV. */
export function csvHref(slug: string, query: Record<string, string>): string {
  return `/api/projects/${slug}/agreement${queryText(query)}`;
}

function queryText(query: Record<string, string>): string {
  const text = new URLSearchParams(query).toString();
  return text === "" ? "" : `?${text}`;
}
