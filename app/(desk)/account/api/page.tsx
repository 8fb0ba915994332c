import type { Metadata } from "next";
import { z } from "zod";
import { ApiReference } from "@/components/api-reference/api-reference";
import { apiTags } from "@/lib/api/operation";
import { getReference } from "@/lib/api/reference";
import { siteAddress } from "@/lib/env";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "What programs can do" };

const query = z.object({ part: z.enum(apiTags).catch("Account").default("Account") });

/** What programs can do over /api/v1, made from the operations themselves. */
export default async function ApiPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { part } = query.parse(await searchParams);
  const reference = await pageData(async () => getReference(part, siteAddress()));
  return <ApiReference reference={reference} />;
}
