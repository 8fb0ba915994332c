import "server-only";
import { z } from "zod";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { meansOf } from "@/lib/dataset-imports/meanings";
import { type DatasetReport, saidOf } from "@/lib/dataset-imports/schema";
import type { Tx } from "@/lib/db";
import type { IncomingRecord } from "@/lib/exports/import-records";
import { recordSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import { applyMeanings } from "@/lib/formats/unmapped";

/** Staged rows that are read at once. */
const chunkRows = 25;

const stagedRows = z.array(
  z.object({ ordinal: z.number(), file: z.string(), line: z.number().nullable(), content: z.string() }),
);

/** The staged records that the plan takes, in their order, with every label given its meaning. */
export async function* readStaged(
  tx: Tx,
  batchId: string,
  { plan }: DatasetReport,
  definitions: readonly AttributeDefinition[],
): AsyncGenerator<IncomingRecord> {
  const known = {
    ...(plan.takesNewer ? {} : { newerOfId: null }),
    ...(plan.takesWithdrawn ? {} : { withdrawalId: null }),
  };
  for (let after = 0; ; ) {
    const rows = stagedRows.parse(
      await tx.importRecord.findMany({
        where: { batchId, ordinal: { gt: after }, textSha256: { not: null }, ...known },
        orderBy: { ordinal: "asc" },
        take: chunkRows,
        select: { ordinal: true, file: true, line: true, content: true },
      }),
    );
    for (const { file, line, content } of rows) {
      const record = recordSchema.parse(JSON.parse(content));
      yield {
        file,
        line,
        record: applyMeanings(record, (label) => meansOf(saidOf(plan.labels, label), definitions) ?? null),
      };
    }
    const last = rows.at(-1);
    if (!last) return;
    after = last.ordinal;
  }
}
