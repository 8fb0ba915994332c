"use server";

import { z } from "zod";
import { formAction } from "@/lib/action";
import { bulkUndoInput } from "@/lib/bulk/schema";
import { actOnMarks, previewMarkAct, undoMarkAct } from "@/lib/marks/mark-acts";
import { markActInput } from "@/lib/marks/schema";
import { deleteView, saveView } from "@/lib/views/commands";
import { deleteViewInput, saveViewInput } from "@/lib/views/schema";

export const previewAct = formAction(
  markActInput,
  async (actor, input) => ({ data: await previewMarkAct(actor, input) }),
  ["annotationIds", "sourceIds"],
);

export const act = formAction(
  markActInput.extend({ id: z.uuid() }),
  async (actor, { id, ...input }) => ({ data: await actOnMarks(actor, id, input) }),
  ["annotationIds", "sourceIds"],
);

export const undoAct = formAction(bulkUndoInput, async (actor, input) => ({
  data: await undoMarkAct(actor, input),
}));

export const saveFilters = formAction(saveViewInput, async (actor, input) => ({
  data: await saveView(actor, input),
}));

export const deleteFilters = formAction(deleteViewInput, async (actor, input) => ({
  data: await deleteView(actor, input),
}));
