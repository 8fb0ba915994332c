import type { Metadata } from "next";
import { z } from "zod";
import { ApiReference } from "@/components/api-reference/api-reference";
import { apiTags } from "@/lib/api/operation";
import { getReference } from "@/lib/api/reference";
import { siteAddress } from "@/lib/env";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "What programs can do" };

const query = z.object({
  part: z.enum(apiTags).catch("Account").default("Account"),
  words: z.string().max(100).catch("").default(""),
});

/** What programs can do over /api/v1, made from the operations themselves. */
export default async function ApiPage({ searchParams }: { searchParams: Promise<unknown> }) {
  const { part, words } = query.parse(await searchParams);
  const reference = await pageData(async () => getReference(part, siteAddress(), words));
  return <ApiReference reference={reference} />;
}
