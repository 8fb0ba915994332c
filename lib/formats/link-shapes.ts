import { z } from "zod";
import { passageSchema, sourceSchema } from "@/lib/formats/sourcebench-jsonl-schema";
import {
  linkRoles,
  restsOnTypes,
  reuseDegrees,
  reuseDirections,
  reuseLosses,
  reuseStates,
  stances,
} from "@/lib/vocabulary";

const id = z.string().min(1);

/** Links as formats carry them that have no form of their own for one: ids are the file's, not yet UUIDs. */
export const linkShapes = {
  source: sourceSchema,
  claimLink: z.object({
    attribution: id,
    claim: id,
    role: z.enum(linkRoles),
    stance: z.enum(stances),
  }),
  attributionSource: z.object({ attribution: id, source: sourceSchema }),
  restsOn: z.object({
    attribution: id,
    target: id.nullable(),
    source: sourceSchema.nullable(),
    description: z.string().min(1).nullable(),
    claims: z.array(id),
    kind: z.enum(restsOnTypes),
  }),
  reuseLink: z.object({
    annotation: id,
    degree: z.enum(reuseDegrees),
    direction: z.enum(reuseDirections),
    evidence: z.string().nullable(),
    lost: z.array(z.enum(reuseLosses)),
    state: z.enum(reuseStates),
    passage: passageSchema,
  }),
} as const;
