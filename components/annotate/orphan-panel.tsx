import { CarriedReading } from "@/components/annotate/carried-reading";
import type { Desk } from "@/components/annotate/desk-state";
import { shorten } from "@/components/annotate/marks";
import {
  bringBack,
  currentOrphan,
  goToCarried,
  lostRole,
  lostWords,
  selectOrphan,
} from "@/components/annotate/orphan-actions";
import { LetGoForm, OrphanChoices } from "@/components/annotate/orphan-choices";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Kbd } from "@/components/ui/kbd";
import { counted } from "@/lib/counted";
import type { CarriedItemDto, CarriedListDto } from "@/lib/versions/schema";
import { labelOf } from "@/lib/vocabulary";

/** Marks of the article's former text: those that lost their words to be settled one by one, those that moved, and what was settled. */
export function OrphanPanel({ desk, compareHref }: { desk: Desk; compareHref: string }) {
  const { list, open, openCount } = desk.carried;
  if (!list) return null;
  const settled = list.items.filter((one) => one.settledAs !== null);
  const moved = list.items.filter((one) => one.how === "moved");
  // Every open one is listed: what is said of reading on stands by the button that asks for it, which keeps the focus.
  const isMoreToList = desk.carried.more !== null && open.length === openCount;
  return (
    <div className="text-sm">
      <p className="px-3 pt-2 text-xs leading-5 text-ink-muted">
        {summaryOf(list)}{" "}
        <a className="link" href={compareHref}>
          What changed
        </a>
      </p>
      {openCount > 0 ? (
        <>
          <h2 className="px-3 pt-3 font-semibold">
            Without their words <span className="tabular font-normal text-ink-muted">{openCount}</span>
          </h2>
          <p className="px-3 text-xs leading-5 text-ink-muted">
            <Kbd>{desk.keyOf("problem")}</Kbd> goes to the next. Each is placed or let go before this can be
            submitted.
          </p>
          <ol aria-label="Marks without their words" className="py-1">
            {open.map((orphan) => (
              <Row key={orphan.id} desk={desk} orphan={orphan} />
            ))}
          </ol>
        </>
      ) : (
        list.counts.orphaned > 0 && (
          <p className="px-3 pt-3">Every mark that lost its words has been settled.</p>
        )
      )}
      {!isMoreToList && <CarriedReading carried={desk.carried} className="mx-3 my-2" />}
      {settled.length > 0 && (
        <>
          <h2 className="px-3 pt-3 font-semibold">
            Settled <span className="tabular font-normal text-ink-muted">{settled.length}</span>
          </h2>
          <ul className="py-1">
            {settled.map((item) => (
              <Settled key={item.id} desk={desk} item={item} />
            ))}
          </ul>
        </>
      )}
      {moved.length > 0 && (
        <details className="px-3 pt-3 pb-3">
          <summary className="cursor-pointer rounded-sm font-semibold">
            Moved with their words{" "}
            <span className="tabular font-normal text-ink-muted">{list.counts.moved}</span>
          </summary>
          <ul className="-mx-3 py-1">
            {moved.map((item) => (
              <li key={item.id}>
                <Line desk={desk} item={item} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {desk.carried.more && (
        <div className="flex flex-wrap items-center gap-2 px-3 pb-3">
          {isMoreToList && desk.carried.problem && (
            <ErrorNote title="The list could not be read on." className="w-full">
              {desk.carried.problem}
            </ErrorNote>
          )}
          <Button size="sm" isPending={desk.carried.isReading} onClick={desk.carried.more}>
            {isMoreToList && desk.carried.problem ? "Try again" : "Show more"}
          </Button>
          <span className="text-xs text-ink-muted">
            {list.items.length} of {list.counts.orphaned + list.counts.moved} listed
          </span>
        </div>
      )}
    </div>
  );
}

function summaryOf({ from, counts }: CarriedListDto): string {
  const kept = counts.exact + counts.moved;
  const lost = counts.orphaned;
  return `Carried over from version ${from}: ${counted(kept, "mark")} found${lost > 0 ? `, ${lost} without ${lost === 1 ? "its" : "their"} words` : ""}.`;
}

function Row({ desk, orphan }: { desk: Desk; orphan: CarriedItemDto }) {
  const isCurrent = currentOrphan(desk)?.id === orphan.id;
  const isLettingGo = isCurrent && desk.ui.orphan?.isLettingGo === true;
  return (
    <li data-current={isCurrent || undefined} className="data-current:bg-accent-soft">
      <button
        type="button"
        aria-current={isCurrent || undefined}
        onClick={() => selectOrphan(desk, orphan)}
        className="flex w-full flex-col px-3 py-1.5 text-left hover:bg-surface-hover"
      >
        <span>{labelOf(orphan.kind)}</span>
        <del className="w-full text-ink-muted break-words" dir="auto">
          {shorten(lostWords(orphan), isCurrent ? 300 : 60)}
        </del>
      </button>
      {isCurrent && (
        <div className="flex flex-col gap-2 px-3 pb-2.5">
          <p className="break-words" dir="auto">
            {orphan.near ? (
              <>
                <span className="text-ink-muted">There stands now:</span> “{shorten(orphan.near.text, 300)}”
              </>
            ) : (
              <span className="text-ink-muted">Nothing stands in its place.</span>
            )}
          </p>
          <Parts orphan={orphan} />
          {desk.isEditable && !isLettingGo && <OrphanChoices desk={desk} orphan={orphan} />}
          {desk.isEditable && isLettingGo && <LetGoForm desk={desk} orphan={orphan} />}
        </div>
      )}
    </li>
  );
}

/** Of an attribution: which of its parts is looked for, where others kept their place. */
function Parts({ orphan }: { orphan: CarriedItemDto }) {
  if (orphan.kind !== "attribution") return null;
  const role = lostRole(orphan);
  const kept = [...new Set(orphan.parts.filter((one) => one.after !== null).map((one) => one.role))].filter(
    (one) => one !== role,
  );
  const gone = [...new Set(orphan.parts.filter((one) => one.after === null).map((one) => one.role))].filter(
    (one) => one !== role && !kept.includes(one),
  );
  return (
    <p className="text-xs leading-5 text-ink-muted">
      {labelOf(role)} is looked for.
      {kept.length > 0 && ` ${kept.map(labelOf).join(" and ")} stayed.`}
      {gone.length > 0 && ` ${gone.map(labelOf).join(" and ")} to be set again once it is placed.`}
    </p>
  );
}

function Settled({ desk, item }: { desk: Desk; item: CarriedItemDto }) {
  return (
    <li className="flex items-start gap-2 pr-3">
      <div className="min-w-0 grow">
        {item.settledAs === "placed" ? (
          <Line desk={desk} item={item} />
        ) : (
          <div className="px-3 py-1.5">
            <p className="truncate" dir="auto">
              {labelOf(item.kind)} let go: “{shorten(item.quote, 60)}”
            </p>
            <p className="text-ink-muted break-words" dir="auto">
              {item.reason}
            </p>
          </div>
        )}
      </div>
      {desk.isEditable && (
        <Button
          size="sm"
          variant="ghost"
          className="mt-1"
          disabled={desk.carried.isBusy}
          onClick={() => void bringBack(desk, item)}
        >
          Open again
        </Button>
      )}
    </li>
  );
}

function Line({ desk, item }: { desk: Desk; item: CarriedItemDto }) {
  return (
    <button
      type="button"
      onClick={() => goToCarried(desk, item)}
      className="flex w-full flex-col px-3 py-1.5 text-left hover:bg-surface-hover"
    >
      <span>
        {labelOf(item.kind)}
        {item.settledAs === "placed" && " placed"}
      </span>
      <span className="w-full truncate text-ink-muted" dir="auto">
        {shorten(item.quote, 60)}
      </span>
    </button>
  );
}
