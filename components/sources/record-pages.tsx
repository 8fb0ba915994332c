"use client";

import { useRegister } from "@/components/sources/source-link";
import { Pagination } from "@/components/ui/pagination";
import type { SourcePageQuery } from "@/lib/sources/schema";

/** Newer and older of one part of a source's record. */
export function RecordPages({
  sourceId,
  view,
  page,
}: {
  sourceId: string;
  view: SourcePageQuery["view"];
  page: { previous: string | null; next: string | null };
}) {
  const register = useRegister();
  const href = (cursor: string | null) =>
    cursor ? `${register}/${sourceId}?${new URLSearchParams({ view, cursor })}` : undefined;
  return <Pagination newerHref={href(page.previous)} olderHref={href(page.next)} />;
}
