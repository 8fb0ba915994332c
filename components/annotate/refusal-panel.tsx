"use client";

import { useState, useTransition } from "react";
import { ConflictFields } from "@/components/annotate/conflict-fields";
import type { Desk } from "@/components/annotate/desk-state";
import { conflictSides, type LayerStore } from "@/components/annotate/layer-store";
import { attributeOf, mainRole, wordsOf } from "@/components/annotate/marks";
import { differencesOf, mergeObjects } from "@/components/annotate/object-fields";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import type { CommandInput, LayerObject, ObjectInput } from "@/lib/layers/schema";
import { labelOf } from "@/lib/vocabulary";

/** A change that the server refused: why, both sides where there are two, and what can be done; it is never dropped unasked. */
export function RefusalPanel({ desk, store }: { desk: Desk; store: LayerStore }) {
  const [failure, setFailure] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const { problem, waiting } = desk.view.outbox;
  const command = waiting.find((one) => one.commandId === problem?.commandId);
  if (!problem || !command) return null;
  const parsed = conflictSides.safeParse(problem.details);
  const theirs = parsed.success ? parsed.data.theirs : null;
  const mine =
    "operations" in command && theirs
      ? command.operations.flatMap((item) =>
          item.op === "put" && item.object.id === theirs.id ? [item.object] : [],
        )[0]
      : undefined;
  const base = desk.view.model.changes
    .get(command.commandId)
    ?.find((change) => change.after.id === theirs?.id);
  const canMerge = mine && theirs && !theirs.deleted && differencesOf(mine, theirs).length > 0;
  const settle = (choice: "theirs" | "mine" | ObjectInput) =>
    start(async () => {
      setFailure(await store.settle(choice));
    });
  const wordsFor = (id: string) => {
    const mark = desk.marks.find((one) => one.annotation.id === id);
    return mark ? wordsOf(mark.annotation, mainRole(mark.annotation)) : "";
  };
  const later = waiting.length - 1;
  return (
    <div
      role="alertdialog"
      aria-label="A change was refused"
      className="border-b border-danger bg-danger-soft px-4 py-3"
    >
      <div className="mx-auto flex max-w-3xl flex-col gap-2.5">
        <div>
          <h2 className="text-base font-semibold text-danger">A change was not saved</h2>
          <p className="text-sm">
            {problem.message}
            {later > 0 && ` ${later} later ${later === 1 ? "change waits" : "changes wait"} behind it.`}
          </p>
        </div>
        {canMerge && (
          <ConflictFields
            key={`${command.commandId} ${theirs.revision}`}
            mine={mine}
            theirs={theirs}
            base={base?.before ?? null}
            wordsFor={wordsFor}
            isPending={isPending}
            onMerge={(fromTheirs) => settle(mergeObjects(mine, theirs, fromTheirs))}
          />
        )}
        {!canMerge && (
          <div className="grid gap-2 sm:grid-cols-2">
            <Side title="Yours" lines={mineOf(command, desk.view.model.confirmed)} />
            {theirs && <Side title="On the server now" lines={[describe(theirs)]} />}
          </div>
        )}
        {failure && <ErrorNote>{failure}</ErrorNote>}
        <div className="flex flex-wrap gap-2">
          {problem.status === 401 && (
            <LinkButton href="/sign-in" target="_blank" variant="primary" size="sm">
              Sign in again
            </LinkButton>
          )}
          {problem.code !== "stale-revision" && (
            <Button size="sm" isPending={isPending} onClick={() => store.retry()}>
              Try again
            </Button>
          )}
          {"operations" in command && problem.status === 409 && (
            <Button size="sm" isPending={isPending} onClick={() => settle("mine")}>
              Apply mine again
            </Button>
          )}
          <Button size="sm" isPending={isPending} onClick={() => settle("theirs")}>
            {theirs ? "Keep what is there" : "Give this change up"}
          </Button>
        </div>
      </div>
    </div>
  );
}

function Side({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <div className="rounded-md border border-border bg-surface p-2.5 text-sm">
      <h3 className="mb-0.5 text-xs font-medium text-ink-muted">{title}</h3>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function mineOf(command: CommandInput, objects: ReadonlyMap<string, LayerObject>): string[] {
  if ("undoes" in command) return ["Undo of an earlier change"];
  return command.operations.map((item) => {
    if (item.op === "put") return describe(item.object);
    const object = objects.get(item.id);
    return `Delete: ${object ? describe(object) : "a mark"}`;
  });
}

function describe(object: LayerObject | ObjectInput): string {
  if ("deleted" in object && object.deleted) return "Deleted";
  switch (object.type) {
    case "annotation": {
      const whole = { revision: 1, deleted: false, ...object };
      const kind = attributeOf(whole, "kind");
      const parts = [labelOf(object.kind), ...(kind ? [labelOf(kind)] : [])];
      return `${parts.join(", ")}: “${wordsOf(whole, mainRole(whole))}”`;
    }
    case "claimLink":
      return `Link: ${labelOf(object.stance)}, ${labelOf(object.role).toLowerCase()}`;
    case "attributionSource":
      return "Who the source is";
    case "restsOn":
      return `Rests on: ${labelOf(object.kind)}`;
    case "suggestionAnswer":
      return object.annotationId
        ? `Suggestion of ${object.producer} accepted`
        : `Suggestion of ${object.producer} rejected`;
    case "reuseLink":
      return `Twin, ${labelOf(object.degree).toLowerCase()}: “${object.passage.quote}”`;
  }
}
