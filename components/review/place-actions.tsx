"use client";

import { DigitKey, KeyOf, KeyOfLayer } from "@/components/review/review-keys";
import { Button } from "@/components/ui/button";
import type { ReviewLayer } from "@/lib/review/schema";
import { reviewReasons, termOf } from "@/lib/vocabulary";

/** What a press on a place can do; the keys and the buttons call the same. */
export type PlaceDoings = {
  take: (layerIndex: number) => void;
  both: () => void;
  union: () => void;
  intersection: () => void;
  fields: () => void;
  links: () => void;
  edit: () => void;
  reject: () => void;
  reopen: () => void;
};

/** The decisions that a place allows, each with its key. */
export function PlaceActions({
  layers,
  having,
  isDecided,
  isMine,
  isAlike,
  canPickFields,
  canPickLinks,
  doings,
}: {
  layers: readonly ReviewLayer[];
  /** Which layers have a mark here, by their place in `layers`. */
  having: readonly number[];
  isDecided: boolean;
  /** The reviewer added this place. */
  isMine: boolean;
  /** Everybody has the very same mark, so that there is nothing to choose between. */
  isAlike: boolean;
  canPickFields: boolean;
  /** Links differ where fields cannot be taken one by one: somebody has several marks here, or none. */
  canPickLinks: boolean;
  doings: PlaceDoings;
}) {
  const isSeveral = having.length > 1 && !isAlike;
  return (
    <div className="flex flex-wrap gap-1.5">
      {layers.map(
        (layer, index) =>
          having.includes(index) &&
          (!isAlike || index === having[0]) && (
            <Button key={layer.id} size="sm" variant="primary" onClick={() => doings.take(index)}>
              {layers.length === 1 || isAlike ? "Take it" : `Take ${layer.letter}'s`}{" "}
              <KeyOfLayer index={index} />
            </Button>
          ),
      )}
      {isSeveral && (
        <>
          <Button size="sm" onClick={doings.both}>
            {having.length === 2 ? "Both" : "All"} <KeyOf action="both" />
          </Button>
          <Button size="sm" onClick={doings.union}>
            Union <KeyOf action="union" />
          </Button>
          <Button size="sm" onClick={doings.intersection}>
            Intersection <KeyOf action="intersection" />
          </Button>
          {canPickFields && (
            <Button size="sm" onClick={doings.fields}>
              Field by field <KeyOf action="fields" />
            </Button>
          )}
        </>
      )}
      {canPickLinks && (
        <Button size="sm" onClick={doings.links}>
          Links one by one <KeyOf action="links" />
        </Button>
      )}
      <Button size="sm" onClick={doings.edit}>
        Edit <KeyOf action="edit" />
      </Button>
      {!isMine && (
        <Button size="sm" onClick={doings.reject}>
          Reject <KeyOf action="reject" />
        </Button>
      )}
      {isDecided && (
        <Button size="sm" variant="ghost" onClick={doings.reopen}>
          {isMine ? "Take it back" : "Open again"} <KeyOf action="reopen" />
        </Button>
      )}
    </div>
  );
}

/** The reasons for a rejection, each by its digit. */
export function RejectReasons({
  onReason,
  onCancel,
}: {
  onReason: (reason: (typeof reviewReasons)[number]) => void;
  onCancel: () => void;
}) {
  return (
    <section
      aria-label="Why is it rejected?"
      className="flex flex-col gap-1 rounded-md border border-border p-3"
    >
      <h3 className="text-sm font-medium">Why is it rejected?</h3>
      <ul className="-mx-1 flex flex-col">
        {reviewReasons.map((reason, index) => (
          <li key={reason}>
            <button
              type="button"
              title={termOf(reason).help}
              onClick={() => onReason(reason)}
              className="flex w-full items-center gap-2 rounded-sm px-1 py-1 text-left text-sm hover:bg-surface-hover"
            >
              <DigitKey digit={index + 1} />
              {termOf(reason).label}
            </button>
          </li>
        ))}
      </ul>
      <Button size="sm" variant="ghost" className="self-end" onClick={onCancel}>
        Cancel <KeyOf action="leave" />
      </Button>
    </section>
  );
}
