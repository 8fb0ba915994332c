import { useEffect, useRef, useState, useTransition } from "react";
import { CarriedReading } from "@/components/annotate/carried-reading";
import type { Desk } from "@/components/annotate/desk-state";
import { focusText } from "@/components/annotate/focus-text";
import { shorten } from "@/components/annotate/marks";
import {
  askToLetGo,
  currentOrphan,
  hasOtherSelection,
  letGo,
  lostWords,
  placeOrphan,
  selectOrphan,
} from "@/components/annotate/orphan-actions";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Kbd } from "@/components/ui/kbd";
import { TextInput } from "@/components/ui/text-input";
import type { CarriedItemDto } from "@/lib/versions/schema";

/** What can be done about the mark without its words that is looked at. */
export function OrphanChoices({ desk, orphan }: { desk: Desk; orphan: CarriedItemDto }) {
  const { near } = orphan;
  const isOther = hasOtherSelection(desk, orphan);
  const { isBusy } = desk.carried;
  return (
    <div className="flex flex-wrap gap-1.5">
      {near && (
        <Button
          size="sm"
          variant={isOther ? "secondary" : "primary"}
          disabled={isBusy}
          onClick={() => placeOrphan(desk, near.span)}
        >
          Take this passage {!isOther && <Kbd>{desk.keyOf("take")}</Kbd>}
        </Button>
      )}
      {isOther && (
        <Button size="sm" variant="primary" disabled={isBusy} onClick={() => placeOrphan(desk)}>
          Place on the selection <Kbd>{desk.keyOf("take")}</Kbd>
        </Button>
      )}
      <Button size="sm" disabled={isBusy} onClick={() => askToLetGo(desk)}>
        Let go… <Kbd>{desk.keyOf("delete")}</Kbd>
      </Button>
    </div>
  );
}

/** Why a mark has no place in the text; Enter lets it go, Escape keeps it open. */
export function LetGoForm({ desk, orphan }: { desk: Desk; orphan: CarriedItemDto }) {
  const [reason, setReason] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const input = useRef<HTMLInputElement>(null);
  // The key that opened the form asked for it.
  useEffect(() => input.current?.focus(), []);
  const leave = () => {
    desk.patch({ orphan: { id: orphan.id, isLettingGo: false }, narrowPanel: "text" });
    focusText();
  };
  return (
    <form
      aria-label="Let go"
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isPending) start(async () => setFailure(await letGo(desk, orphan, reason)));
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        leave();
      }}
    >
      <Field label="Why has it no place in this text?" errors={failure ? [failure] : []}>
        {(control) => (
          <TextInput
            {...control}
            ref={input}
            value={reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
      <div className="flex gap-1.5">
        <Button
          size="sm"
          type="submit"
          variant="primary"
          isPending={isPending}
          disabled={reason.trim() === ""}
        >
          Let it go
        </Button>
        <Button size="sm" onClick={leave}>
          Keep it open
        </Button>
      </div>
    </form>
  );
}

/** Under the text where there is no room beside it: the mark without its words that is looked at, and what can be done. */
export function OrphanBar({ desk }: { desk: Desk }) {
  const orphan = currentOrphan(desk);
  if (!orphan || desk.ui.narrowPanel !== "text") return null;
  return (
    <section
      aria-label="Mark without its words"
      className="flex flex-col gap-2 border-t border-border px-4 py-2 text-sm xl:hidden"
    >
      <del className="line-clamp-2 text-ink-muted break-words" dir="auto">
        {shorten(lostWords(orphan), 160)}
      </del>
      {desk.isEditable && <OrphanChoices desk={desk} orphan={orphan} />}
    </section>
  );
}

/** Before the problems of the marks: how many marks have lost their words, and the way to them. */
export function OrphanProblems({
  desk,
  className,
  onJump,
}: {
  desk: Desk;
  className?: string;
  onJump?: () => void;
}) {
  const { open, openCount } = desk.carried;
  const [first] = open;
  if (openCount === 0) return null;
  return (
    <ErrorNote
      tone="warning"
      className={className}
      title={
        openCount === 1
          ? "A mark of the former text has lost its words."
          : `${openCount} marks of the former text have lost their words.`
      }
    >
      <p className="mb-2 text-sm">
        Place {openCount === 1 ? "it" : "each"} on what the text says now, or let it go with a reason. Then
        this can be submitted.
      </p>
      {first ? (
        <Button
          size="sm"
          onClick={() => {
            onJump?.();
            selectOrphan(desk, first);
          }}
        >
          Go to {openCount === 1 ? "it" : "the first"}
        </Button>
      ) : (
        <CarriedReading carried={desk.carried} />
      )}
    </ErrorNote>
  );
}
