"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { datasetCalls, readResting } from "@/components/dataset-imports/dataset-calls";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Link } from "@/components/ui/link";
import type { RestingRow } from "@/lib/dataset-imports/schema";

/** Undoing an import as one; where later work rests on it, on what and why. */
export function UndoButton({
  slug,
  batchId,
  areSuggestions,
}: {
  slug: string;
  batchId: string;
  areSuggestions: boolean;
}) {
  const router = useRouter();
  const [resting, setResting] = useState<{ message: string; rows: RestingRow[]; count: number }>();
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (resting) note.current?.focus();
  }, [resting]);
  async function undo() {
    const answer = await datasetCalls(slug, batchId).withdraw();
    if (answer.ok) {
      router.refresh();
      return;
    }
    const { rows, count } = readResting(answer.error.details);
    if (rows.length === 0) return answer.error.message;
    setResting({ message: answer.error.message, rows, count });
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <ConfirmDialog
        trigger={<Button>Undo this import</Button>}
        title="Undo this import?"
        description={
          areSuggestions
            ? "Nobody is offered its suggestions any more. Marks that people made of them are theirs and stay. The same file can come in again."
            : "Its articles, layers and ratings leave the project, all or none. The import stays in the history. Only possible while nobody's later work rests on any of it."
        }
        confirmLabel="Undo the import"
        isDanger
        onConfirm={undo}
      />
      {resting && (
        <ErrorNote ref={note} title={resting.message}>
          <ul className="mt-1 flex max-h-60 flex-col gap-0.5 overflow-y-auto text-sm">
            {resting.rows.map(({ href, title, reasons }) => (
              <li key={`${href} ${title}`}>
                {href ? (
                  <Link className="link" href={href}>
                    {title}
                  </Link>
                ) : (
                  title
                )}
                : {reasons.join(", ")}
              </li>
            ))}
          </ul>
          {resting.count > resting.rows.length && <p>… and {resting.count - resting.rows.length} more.</p>}
        </ErrorNote>
      )}
    </div>
  );
}
