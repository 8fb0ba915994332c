import "server-only";
import { z } from "zod";
import type { Tx } from "@/lib/db";
import type { ReuseTie } from "@/lib/reuse/form-clusters";
import { Prisma } from "@/prisma/generated/client";

const spans = z.array(z.object({ start: z.number(), end: z.number() }));
const end = z.object({
  versionId: z.string().nullable(),
  articleId: z.string().nullable(),
  url: z.string().nullable(),
  quote: z.string(),
  spans,
  publishedAt: z.number().nullable(),
  language: z.string().nullable(),
  isTranslated: z.boolean(),
});
const rows = z.array(
  z.object({
    id: z.string(),
    original: z.enum(["a", "b"]).nullable(),
    degree: z.string(),
    lost: z.array(z.string()),
    state: z.enum(["confirmed", "rejected"]),
    a: end,
    b: end,
  }),
);

/** The reuse links of final layers, and judged pairs of finished articles, for which `where` holds of rows `k` of the view `FinalReuse`, with both ends. */
export async function readLinks(tx: Tx, where: Prisma.Sql): Promise<ReuseTie[]> {
  const article = (name: string) => {
    const t = Prisma.raw(name);
    return Prisma.sql`
      'publishedAt', round(extract(epoch FROM ${t}."publishedAt") * 1000), 'language', ${t}."language",
      'isTranslated', coalesce(${t}."translated" IN ('human', 'machine'), false)`;
  };
  return rows.parse(
    await tx.$queryRaw`
      SELECT k."id", k."original", k."degree", coalesce(k."lost", '{}') AS lost, k."state",
             jsonb_build_object('versionId', k."versionA", 'articleId', k."articleA", 'url', NULL, 'quote', a.quote, 'spans', a.spans,
               ${article("ta")}) AS a,
             jsonb_build_object('versionId', k."versionB", 'articleId', k."articleB", 'url', k."url", 'quote', k."quoteB",
               'spans', CASE WHEN k."startB" IS NULL THEN coalesce(b.spans, '[]') ELSE jsonb_build_array(jsonb_build_object('start', k."startB", 'end', k."endB")) END,
               ${article("tb")}) AS b
        FROM "FinalReuse" k
        JOIN "Article" ta ON ta."id" = k."articleA"
        LEFT JOIN "Article" tb ON tb."id" = k."articleB"
       CROSS JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end") ORDER BY s."start", s."end") AS spans,
                string_agg(s."quote", ' … ' ORDER BY s."start", s."end") AS quote
           FROM "AnnotationSpan" s WHERE s."annotationId" = k."annotationId" AND s."role" = 'body' HAVING count(*) > 0
         UNION ALL
         SELECT jsonb_build_array(jsonb_build_object('start', k."startA", 'end', k."endA")), quote_of(k."versionA", k."startA", k."endA")
          WHERE k."startA" IS NOT NULL) a
       CROSS JOIN LATERAL (
         SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end") ORDER BY s."start", s."end") AS spans
           FROM "PassageSpan" s WHERE s."passageId" = k."passageId") b
       WHERE ${where}
       ORDER BY k."id"`,
  );
}
