"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { batchCalls } from "@/components/imports/batch-calls";
import type { DraftFacts, DraftRow } from "@/lib/imports/schema";

/** How the last change of a row went. */
export type RowState = { isSaving: boolean; problem?: string };
export type DraftChange = { facts?: Partial<DraftFacts>; isExcluded?: boolean; again?: boolean };

export type DraftGrid = {
  rows: readonly DraftRow[];
  stateOf: (id: string) => RowState;
  /** Changes a draft; with `fillDown` the same of every draft below it, on later pages too. */
  edit: (row: DraftRow, change: DraftChange, fillDown?: boolean) => void;
  /** Gives every draft below the fact that this one has now. */
  fillDown: (row: DraftRow, field: FilledField) => void;
};
export type FilledField = "publisher" | "credits" | "published" | "language" | "translated";

/** The rows of a page of the grid as the person has them; every change is saved at once, one after another. */
export function useDraftGrid(slug: string, batchId: string, initial: readonly DraftRow[]): DraftGrid {
  const router = useRouter();
  const [rows, setRows] = useState(initial);
  // A value still being typed is saved and filled down within one event, before the next render.
  const latest = useRef(initial);
  const [states, setStates] = useState<Readonly<Record<string, RowState>>>({});
  const queue = useRef<Promise<void>>(Promise.resolve());
  const calls = batchCalls(slug, batchId);

  function update(change: (row: DraftRow) => DraftRow) {
    latest.current = latest.current.map(change);
    setRows(latest.current);
  }
  function fillDown(row: DraftRow, field: FilledField) {
    const now = latest.current.find((one) => one.id === row.id);
    if (now) edit(now, { facts: { [field]: now.facts[field] } }, true);
  }
  function edit(row: DraftRow, change: DraftChange, fillDown = false) {
    update((one) =>
      one.id === row.id || (fillDown && one.ordinal > row.ordinal) ? withChange(one, change) : one,
    );
    setState(row.id, { isSaving: true });
    queue.current = queue.current.then(() => save(row, change, fillDown));
  }
  async function save(row: DraftRow, change: DraftChange, fillDown: boolean) {
    const { facts = {}, isExcluded, again = false } = change;
    const answer = await calls.editDrafts({ draftId: row.id, facts, isExcluded, fillDown, again });
    setState(row.id, { isSaving: false, problem: answer.ok ? undefined : answer.error.message });
    if (!answer.ok) return;
    // The server writes some facts in a standard form; only those sent may be taken over, others may be newer here.
    const fields = Object.keys(facts);
    const asStored = Object.fromEntries(
      Object.entries(answer.data.facts).filter(([key]) => fields.includes(key)),
    );
    const { newerOf } = answer.data;
    update((one) => (one.id === row.id ? { ...one, facts: { ...one.facts, ...asStored }, newerOf } : one));
    if (isExcluded !== undefined || facts.publisher) router.refresh();
  }
  function setState(id: string, state: RowState) {
    setStates((now) => ({ ...now, [id]: state }));
  }
  return { rows, edit, fillDown, stateOf: (id) => states[id] ?? { isSaving: false } };
}

function withChange(row: DraftRow, change: DraftChange): DraftRow {
  return {
    ...row,
    facts: { ...row.facts, ...change.facts },
    isExcluded: change.isExcluded ?? row.isExcluded,
  };
}
