import { Prisma } from "@/prisma/generated/client";

/** The words of an annotation `n` in one role, its fragments joined in reading order; empty where it has none. */
export function quoteSql(role: "body" | "source"): Prisma.Sql {
  return Prisma.sql`
    coalesce((SELECT string_agg(s."quote", ' … ' ORDER BY s."start") FROM "AnnotationSpan" s
               WHERE s."annotationId" = n."id" AND s."role" = ${role}), '')`;
}

/** The spans of an annotation `n` (its body) or of a passage `p` as a JSON list of start and end, in code points. */
export function spansSql(of: "annotation" | "passage"): Prisma.Sql {
  const rows =
    of === "annotation"
      ? Prisma.sql`"AnnotationSpan" s WHERE s."annotationId" = n."id" AND s."role" = 'body'`
      : Prisma.sql`"PassageSpan" s WHERE s."passageId" = p."id"`;
  return Prisma.sql`
    coalesce((SELECT jsonb_agg(jsonb_build_object('start', s."start", 'end', s."end") ORDER BY s."start") FROM ${rows}), '[]'::jsonb)`;
}
