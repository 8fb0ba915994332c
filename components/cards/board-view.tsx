import { Download, Layers, SearchX } from "lucide-react";
import { boardAddress } from "@/components/cards/board-address";
import { BoardFilters } from "@/components/cards/board-filters";
import { BoardTable } from "@/components/cards/board-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { Pagination } from "@/components/ui/pagination";
import { type BoardFilter, type BoardOrder, type BoardRow, boardViews } from "@/lib/cards/board-schema";
import type { Page } from "@/lib/page";

export type BoardData = Page<BoardRow> & { isCounting: boolean; hasLeftOut: boolean };

/** The cards of a project by the figures that say where to look first. */
export function BoardView({
  slug,
  board,
  filter,
  origin,
  mayEdit,
}: {
  slug: string;
  board: BoardData;
  filter: BoardFilter;
  origin: { id: string; name: string } | null;
  mayEdit: boolean;
}) {
  const base = `/projects/${slug}/claims`;
  const { cursor, ...chosen } = filter;
  const { order, ...narrowed } = chosen;
  const isFiltered = Object.values(narrowed).some((value) => value !== undefined && value !== "");
  const pageHref = (next: string | null) =>
    next ? boardAddress(base, { ...chosen, cursor: next }) : undefined;
  const orderHref = (by: BoardOrder) => boardAddress(base, { ...narrowed, order: by });
  const view = boardViews.find((one) => one.order === order);
  const isEmpty = board.items.length === 0;
  if (isEmpty && !cursor && !isFiltered && order === "newest")
    return (
      <EmptyState icon={<Layers />} title="No card yet" className="py-10!">
        {mayEdit
          ? "Make one from a claim below: the card gathers its mentions in other articles."
          : "Reviewers and managers gather claims on cards once articles have been reviewed. What you may see of them shows here."}
      </EmptyState>
    );
  return (
    <>
      <LinkTabs
        label="Views of the cards"
        tabs={boardViews.map((one) => ({
          href: orderHref(one.order),
          label: one.label,
          isCurrent: one.order === order,
        }))}
      />
      <BoardFilters
        key={JSON.stringify(chosen)}
        base={base}
        filter={filter}
        origin={origin}
        isFiltered={isFiltered}
        clearHref={boardAddress(base, { order })}
      />
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="text-sm text-ink-muted" role="status">
          {view?.help ?? "In the order of one column."}
          {board.isCounting && " Something changed: some figures are being counted again."}
          {board.hasLeftOut && " Some cards are left out until you have handed in your open articles."}
        </p>
        {!isEmpty && (
          <LinkButton
            href={boardAddress(`/api/projects/${slug}/claims/table`, chosen)}
            download
            size="sm"
            icon={<Download />}
          >
            Download as CSV
          </LinkButton>
        )}
      </div>
      {isEmpty ? (
        <EmptyState
          icon={<SearchX />}
          title={isFiltered ? "No card fits" : (emptyTitles[order] ?? "No card here")}
          action={
            <LinkButton href={isFiltered ? boardAddress(base, { order }) : base}>Show all cards</LinkButton>
          }
        >
          {isFiltered ? "Take a filter away, or search for fewer or other words." : emptyHelp[order]}
        </EmptyState>
      ) : (
        <BoardTable base={base} rows={board.items} order={order} hrefOf={orderHref} />
      )}
      <Pagination
        newerHref={pageHref(board.previous)}
        olderHref={pageHref(board.next)}
        newerLabel="Previous"
        olderLabel="Next"
      />
    </>
  );
}

const emptyTitles: Partial<Record<BoardOrder, string>> = {
  dependent: "No card has two mentions yet",
  contested: "Nothing is contested",
  unsettled: "Everything is rated and examined",
};

const emptyHelp: Partial<Record<BoardOrder, string>> = {
  dependent: "Open a card and answer its candidates: a second mention makes independence a question.",
  contested: "Denials and conflicting values show here as soon as a card gathers them.",
  unsettled: "A new origin, or a new pair of origins, shows here until somebody has looked at it.",
};
