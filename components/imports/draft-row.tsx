"use client";

import { ChevronRight, Rows3, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { FactCell, FactInput } from "@/components/imports/fact-cell";
import { KnownNotes } from "@/components/imports/known-notes";
import { PublisherCell } from "@/components/imports/publisher-cell";
import type { DraftGrid, FilledField } from "@/components/imports/use-draft-grid";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { Popover } from "@/components/ui/popover";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import type { DraftFacts, DraftRow } from "@/lib/imports/schema";
import { derivations, labelOf, translatedStates } from "@/lib/vocabulary";

/** The columns of the grid on wide screens; narrower ones stack the cells. */
export const gridColumns =
  "lg:grid-cols-[1.25rem_minmax(0,2.2fr)_minmax(0,1.4fr)_minmax(0,1fr)_10.75rem_4.5rem_8.25rem]";

/** An article in preparation: whether it is taken in, its facts, and the way to its blocks. */
export function DraftRowView({
  row,
  grid,
  base,
  articlesHref,
}: {
  row: DraftRow;
  grid: DraftGrid;
  base: string;
  articlesHref: string;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const { facts, isExcluded } = row;
  const { isSaving, problem } = grid.stateOf(row.id);
  const save = (changed: Partial<DraftFacts>) => grid.edit(row, { facts: changed });
  const fill = (field: FilledField) => () => grid.fillDown(row, field);
  const name = `Article ${row.ordinal}`;
  const moreId = `more-${row.id}`;
  return (
    <li
      aria-label={`${name}: ${facts.title}`}
      className={classNames("border-b border-border py-3 lg:py-2.5", isExcluded && "bg-surface-sunken")}
    >
      <div
        className={classNames("grid grid-cols-2 items-start gap-x-2.5 gap-y-3 px-1 max-lg:px-3", gridColumns)}
      >
        <input
          type="checkbox"
          aria-label={`Import ${facts.title}`}
          checked={!isExcluded}
          disabled={row.withdrawn !== null}
          onChange={(event) => grid.edit(row, { isExcluded: !event.target.checked })}
          className="mt-2 size-4 accent-accent max-lg:hidden"
        />
        <FactCell label="Title" className="max-lg:col-span-2">
          <FactInput
            label={`${name}, title`}
            field="title"
            value={facts.title}
            lang={facts.language ?? undefined}
            isDisabled={isExcluded}
            onSave={(title) => title && save({ title })}
            className="font-medium"
          />
        </FactCell>
        <FactCell label="Publisher" onFillDown={fill("publisher")} className="max-lg:col-span-2">
          <PublisherCell
            label={`${name}, publisher`}
            value={facts.publisher}
            isDisabled={isExcluded}
            onChange={(publisher) => save({ publisher })}
          />
        </FactCell>
        <FactCell label="Credits" onFillDown={fill("credits")} className="max-sm:col-span-2">
          <FactInput
            label={`${name}, credits`}
            field="credits"
            value={facts.credits.join("; ")}
            placeholder="None"
            isDisabled={isExcluded}
            onSave={(text) => save({ credits: splitNames(text) })}
          />
        </FactCell>
        <FactCell label="Published" onFillDown={fill("published")} className="max-sm:col-span-2">
          <FactInput
            label={`${name}, published`}
            field="published"
            value={shortTime(facts.published ?? "")}
            placeholder="Unknown"
            isDisabled={isExcluded}
            onSave={(published) => save({ published: published || null })}
            className="tabular"
          />
        </FactCell>
        <FactCell label="Language" onFillDown={fill("language")}>
          <FactInput
            label={`${name}, language`}
            field="language"
            value={facts.language ?? ""}
            placeholder="?"
            isDisabled={isExcluded}
            onSave={(language) => save({ language: language || null })}
          />
        </FactCell>
        <FactCell label="Translated" onFillDown={fill("translated")}>
          <Select
            aria-label={`${name}, translated`}
            value={facts.translated}
            disabled={isExcluded}
            onChange={(event) => {
              const translated = translatedStates.find((one) => one === event.target.value);
              if (translated) save({ translated });
            }}
          >
            {translatedStates.map((code) => (
              <option key={code} value={code}>
                {translatedLabels[code]}
              </option>
            ))}
          </Select>
        </FactCell>
      </div>
      <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 px-1 text-xs text-ink-muted max-lg:px-3 lg:pl-8.5">
        {row.withdrawn === null && (
          <label className="flex items-center gap-1.5 text-sm text-ink lg:hidden">
            <input
              type="checkbox"
              checked={!isExcluded}
              onChange={(event) => grid.edit(row, { isExcluded: !event.target.checked })}
              className="size-4 accent-accent"
            />
            Import
          </label>
        )}
        <Link
          href={`${base}?draft=${row.id}`}
          className="flex items-center gap-1 rounded-sm font-medium text-accent hover:underline"
        >
          <Rows3 aria-hidden="true" className="size-3.5" />
          Check {row.blocks} {row.blocks === 1 ? "block" : "blocks"}
        </Link>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={moreId}
          onClick={() => setIsOpen(!isOpen)}
          className="flex items-center gap-0.5 rounded-sm hover:text-ink"
        >
          <ChevronRight
            aria-hidden="true"
            className={classNames("size-3.5 transition-transform", isOpen && "rotate-90")}
          />
          More facts
        </button>
        {row.warnings.length > 0 && <Warnings row={row} />}
        <KnownNotes
          row={row}
          base={base}
          articlesHref={articlesHref}
          onAgain={(isTaken) => grid.edit(row, { isExcluded: !isTaken, again: isTaken })}
        />
        <span className="truncate" title={row.fileName}>
          {row.fileName || "Pasted"}
          {row.line !== null && `, line ${row.line}`}
        </span>
        <span className="tabular">{row.length.toLocaleString("en")} characters</span>
        <span role="status" className="ml-auto">
          {isSaving && (
            <span className="flex items-center gap-1">
              <Spinner /> Saving
            </span>
          )}
        </span>
      </div>
      {problem && (
        <p role="alert" className="px-3 pt-1 text-sm text-danger lg:pl-8.5">
          Not saved: {problem}
        </p>
      )}
      <div
        id={moreId}
        hidden={!isOpen}
        className={isOpen ? "grid gap-3 px-3 pt-3 sm:grid-cols-2 lg:grid-cols-4 lg:pl-8.5" : undefined}
      >
        <Labelled label="Byline">
          <FactInput
            label={`${name}, byline`}
            field="byline"
            value={facts.byline ?? ""}
            isDisabled={isExcluded}
            onSave={(byline) => save({ byline: byline || null })}
          />
        </Labelled>
        <Labelled label="Address">
          <FactInput
            label={`${name}, address`}
            field="url"
            value={facts.url ?? ""}
            placeholder="https://"
            isDisabled={isExcluded}
            onSave={(url) => save({ url: url || null })}
          />
        </Labelled>
        <Labelled label="Translated from">
          <FactInput
            label={`${name}, translated from`}
            field="originalLanguage"
            value={facts.originalLanguage ?? ""}
            placeholder="en, uk, pt-BR"
            isDisabled={isExcluded}
            onSave={(originalLanguage) => save({ originalLanguage: originalLanguage || null })}
          />
        </Labelled>
        <Labelled label="Derivation">
          <Select
            aria-label={`${name}, derivation`}
            value={facts.derivation ?? ""}
            disabled={isExcluded}
            onChange={(event) =>
              save({ derivation: derivations.find((one) => one === event.target.value) ?? null })
            }
          >
            <option value="">Unknown</option>
            {derivations.map((code) => (
              <option key={code} value={code}>
                {labelOf(code)}
              </option>
            ))}
          </Select>
        </Labelled>
      </div>
    </li>
  );
}

const translatedLabels = { no: "No", human: "By a person", machine: "By machine", unsure: "Unsure" } as const;

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <span className="mb-1 block text-xs font-medium text-ink-muted">{label}</span>
      {children}
    </div>
  );
}

function Warnings({ row }: { row: DraftRow }) {
  const count = row.warnings.length;
  return (
    <Popover
      label="Remarks on this article"
      trigger={
        <button type="button" className="flex items-center gap-1 rounded-sm text-warning hover:underline">
          <TriangleAlert aria-hidden="true" className="size-3.5" />
          {count} {count === 1 ? "remark" : "remarks"}
        </button>
      }
    >
      <ul className="flex flex-col gap-2 text-sm">
        {row.warnings.map((warning) => (
          <li key={`${warning.code} ${warning.line} ${warning.message}`}>
            {warning.line !== null && <span className="tabular text-ink-muted">Line {warning.line}: </span>}
            {warning.message}
          </li>
        ))}
      </ul>
    </Popover>
  );
}

/** An instant without seconds that say nothing: "2025-05-14T11:05Z". */
function shortTime(published: string): string {
  return published.replace(/:00(?:\.000)?Z$/, "Z");
}

/** Names between semicolons, each once. */
function splitNames(text: string): string[] {
  return [...new Set(text.split(";").map((name) => name.trim()))].filter((name) => name !== "").slice(0, 20);
}
