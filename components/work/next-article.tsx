"use client";

import { ArrowRight } from "lucide-react";
import { useState } from "react";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { ErrorNote } from "@/components/ui/error-note";
import { SubmitButton } from "@/components/ui/submit-button";
import type { NothingLeft } from "@/lib/slots/schema";

const reasons: Record<NothingLeft, { title: string; text: string }> = {
  "most-open": {
    title: "You have as many articles in hand as you may.",
    text: "Hand one in, or give one back; then the next one is yours.",
  },
  "most-per-week": {
    title: "You have taken as many articles this week as you may.",
    text: "The count begins anew on Monday. A manager can raise it, or keep an article for you.",
  },
  "other-languages": {
    title: "Nothing is left in the languages you read.",
    text: "A manager set them on the page of members. Ask for a change if they are wrong.",
  },
  "no-articles": {
    title: "This project has no articles yet.",
    text: "A manager imports them on the page of articles.",
  },
  "only-own": {
    title: "Nothing is left for you.",
    text: "The articles that still want an annotator have been yours before, or you have seen others' work on them.",
  },
  "others-at-work": {
    title: "Nothing is free now.",
    text: "Others have the last articles in hand. One comes back here if it is skipped or released.",
  },
  "all-in": {
    title: "All articles are handed in.",
    text: "There is nothing left to annotate in this project.",
  },
};

/** The button that takes the next article, and why there is none where there is none. */
export function NextArticle({
  slug,
  action,
  isSmall = false,
}: {
  slug: string;
  action: FormAction<NothingLeft>;
  isSmall?: boolean;
}) {
  const [nothing, setNothing] = useState<NothingLeft | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <ActionForm
        action={action}
        label="Next article"
        onSuccess={(reason) => setNothing(reason)}
        className="flex flex-col items-start gap-3"
      >
        <input type="hidden" name="slug" value={slug} />
        <SubmitButton size={isSmall ? "sm" : "md"} pendingText="Looking for one …">
          Next article <ArrowRight />
        </SubmitButton>
      </ActionForm>
      {nothing && (
        <div role="status">
          <ErrorNote tone="info" title={reasons[nothing].title}>
            {reasons[nothing].text}
          </ErrorNote>
        </div>
      )}
    </div>
  );
}
