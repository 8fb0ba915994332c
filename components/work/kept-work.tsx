"use client";

import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { KeptWork as Kept } from "@/lib/slots/schema";

/** Articles that are kept for oneself, each to be begun; nothing where there are none. */
export function KeptWork({
  slug,
  kept,
  begin,
}: {
  slug: string;
  kept: readonly Kept[];
  begin: FormAction<unknown>;
}) {
  if (kept.length === 0) return null;
  return (
    <Card title="Kept for you" lead="“Next article” gives you these first." isFlush className="mb-8">
      <ul className="divide-y divide-border">
        {kept.map((work) => (
          <li
            key={work.slotId}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-2.5"
          >
            <span className="flex min-w-0 flex-wrap items-center gap-2">
              <span className="break-words" dir="auto">
                {work.title}
              </span>
              {work.isCalibration && <Badge>Calibration</Badge>}
            </span>
            <ActionForm
              action={begin}
              label={`Begin ${work.title}`}
              className="flex flex-col items-end gap-2"
            >
              <input type="hidden" name="slug" value={slug} />
              <input type="hidden" name="slotId" value={work.slotId} />
              <SubmitButton size="sm" variant="secondary">
                Begin
              </SubmitButton>
            </ActionForm>
          </li>
        ))}
      </ul>
    </Card>
  );
}
