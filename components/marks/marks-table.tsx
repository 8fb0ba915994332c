"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { BulkActions } from "@/components/bulk/bulk-dialog";
import { BulkOutcome } from "@/components/bulk/bulk-outcome";
import { RowBox } from "@/components/bulk/row-box";
import { moveBetweenBoxes, useSelection } from "@/components/bulk/use-selection";
import { MarksActs } from "@/components/marks/marks-acts";
import { spanHref } from "@/components/reuse/words";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { lineWords } from "@/lib/attributes/values";
import type { BulkResult } from "@/lib/bulk/schema";
import type { MarkFilter, MarkLineDto } from "@/lib/marks/schema";
import { labelOf } from "@/lib/vocabulary";

/** The lines of the concordance, the marks aligned under each other; those of final layers can be acted on together. */
export function MarksTable({
  slug,
  filter,
  items,
  attributes,
  mayAct,
  actions,
}: {
  slug: string;
  filter: MarkFilter;
  items: readonly MarkLineDto[];
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  mayAct: boolean;
  actions: BulkActions;
}) {
  const router = useRouter();
  const [outcome, setOutcome] = useState<BulkResult | null>(null);
  const selection = useSelection(items.map((item) => item.annotationId));
  function settle(result: BulkResult) {
    setOutcome(result);
    selection.clear();
    router.refresh();
  }
  const isNone = selection.selected.length === 0;
  return (
    <>
      {outcome && (
        <BulkOutcome
          slug={slug}
          result={outcome}
          undo={actions.undo}
          onUndone={settle}
          onClose={() => setOutcome(null)}
        />
      )}
      {mayAct && items.length > 0 && (
        <div className="mb-2 flex min-h-8 flex-wrap items-center gap-x-4 gap-y-2">
          <p className="text-sm text-ink-muted" role="status">
            {isNone ? "Tick marks to act on them together." : `${selection.selected.length} ticked`}
          </p>
          <MarksActs
            slug={slug}
            attributes={attributes}
            selected={selection.selected}
            actions={actions}
            onDone={settle}
          />
        </div>
      )}
      {items.length > 0 && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the boxes inside
        <div onKeyDown={moveBetweenBoxes}>
          <Table caption="Marks in their context" className="max-md:min-w-4xl!">
            <TableHead>
              {mayAct && (
                <TableHeadCell className="w-8 pr-0!">
                  <RowBox label="Tick all" isTicked={selection.isAll} onToggle={selection.toggleAll} />
                </TableHeadCell>
              )}
              <TableHeadCell isNumeric>Before</TableHeadCell>
              <TableHeadCell>Mark</TableHeadCell>
              <TableHeadCell>After</TableHeadCell>
              <TableHeadCell>Says</TableHeadCell>
              <TableHeadCell>Article</TableHeadCell>
            </TableHead>
            <TableBody>
              {items.map((item) => (
                <MarkRow
                  key={item.annotationId}
                  slug={slug}
                  item={item}
                  attributes={attributes}
                  hasBox={mayAct}
                  isFinal={filter.scope === "final"}
                  isTicked={selection.has(item.annotationId)}
                  onToggle={() => selection.toggle(item.annotationId)}
                />
              ))}
            </TableBody>
          </Table>
        </div>
      )}
    </>
  );
}

function MarkRow({
  slug,
  item,
  attributes,
  hasBox,
  isFinal,
  isTicked,
  onToggle,
}: {
  slug: string;
  item: MarkLineDto;
  attributes: readonly AttributeDefinition[];
  hasBox: boolean;
  isFinal: boolean;
  isTicked: boolean;
  onToggle: () => void;
}) {
  const says = [
    labelOf(item.kind),
    ...item.values.map(
      (value) => lineWords(attributes, item.kind, value) ?? labelOf(value.split("=")[1] ?? ""),
    ),
  ];
  return (
    <TableRow isSelected={isTicked}>
      {hasBox && (
        <TableCell className="w-8 pr-0!">
          <RowBox label={`Tick “${item.mark}”`} isTicked={isTicked} onToggle={onToggle} />
        </TableCell>
      )}
      <TableCell className="max-w-0 w-[28%] text-right text-ink-muted">
        <span className="block truncate [direction:rtl]">
          <bdi>{item.left}</bdi>
        </span>
      </TableCell>
      <TableCell isRowHead className="max-w-72">
        <Link
          href={spanHref(slug, item.articleId, [item], item.versionId)}
          className="link line-clamp-2 break-words"
          dir="auto"
        >
          {item.mark}
        </Link>
      </TableCell>
      <TableCell className="max-w-0 w-[28%] text-ink-muted">
        <span className="block truncate" dir="auto">
          {item.right}
        </span>
      </TableCell>
      <TableCell className="min-w-32 max-md:min-w-56">
        {says.join(", ")}
        {item.sources.length > 0 && <span className="block text-ink-muted">{item.sources.join(", ")}</span>}
      </TableCell>
      <TableCell className="max-w-40">
        <span className="block truncate" dir="auto" title={item.title}>
          {item.title}
        </span>
        {!isFinal && <span className="block text-ink-muted">{item.person ?? "Shared"}</span>}
      </TableCell>
    </TableRow>
  );
}
