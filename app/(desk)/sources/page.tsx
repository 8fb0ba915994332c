import type { Metadata } from "next";
import { SourceList } from "@/components/sources/source-list";
import { pageData } from "@/lib/page-data";
import { listSourceBoard } from "@/lib/sources/board";
import { sourcePermissions } from "@/lib/sources/queries";
import { sourceFilter } from "@/lib/sources/schema";

export const metadata: Metadata = { title: "Sources" };

/** The register of sources. */
export default async function SourcesPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const filter = sourceFilter.parse(await searchParams);
  const data = await pageData(
    async (actor) => ({
      page: await listSourceBoard(actor, filter),
      permissions: await sourcePermissions(actor),
    }),
    "/sources",
  );
  return <SourceList {...data} base="/sources" filter={filter} />;
}
