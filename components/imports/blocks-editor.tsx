"use client";

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { blockKeys } from "@/components/imports/block-keys";
import { BlockPalette } from "@/components/imports/block-palette";
import { BlockText } from "@/components/imports/block-text";
import { splitPoints } from "@/components/imports/split-points";
import { useBlockEditor } from "@/components/imports/use-block-editor";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import type { DraftText } from "@/lib/imports/schema";
import { indexCodePoints } from "@/lib/text/code-points";
import { blockKinds, boilerplateKinds, labelOf } from "@/lib/vocabulary";

/** The article's text, block by block, each with its kind: corrected by select, or from the keyboard alone. */
export function BlocksEditor({ slug, batchId, draft }: { slug: string; batchId: string; draft: DraftText }) {
  const editor = useBlockEditor(slug, batchId, draft);
  const { blocks, current } = editor;
  const index = useMemo(() => indexCodePoints(draft.text), [draft.text]);
  const [splitAt, setSplitAt] = useState<number | null>(null);
  const rows = useRef<(HTMLLIElement | null)[]>([]);
  const hasMoved = useRef(false);
  const base = `/projects/${slug}/articles/import/${batchId}`;
  const block = blocks[current];
  const points = useMemo(
    () => (block ? splitPoints(index, block, draft.language) : []),
    [index, block, draft.language],
  );
  const isSplitting = splitAt !== null;

  useEffect(() => {
    // The first block must not take the focus from wherever the page put it.
    if (hasMoved.current) rows.current[current]?.focus();
  }, [current]);

  function moveTo(next: number) {
    hasMoved.current = true;
    setSplitAt(null);
    editor.moveTo(next);
  }
  function startSplit() {
    const first = points.find((point) => point.isSentence) ?? points[0];
    if (first) setSplitAt(first.at);
  }
  function finishSplit(at: number) {
    setSplitAt(null);
    hasMoved.current = true;
    editor.split(current, at);
  }
  function moveSplit(step: 1 | -1, bySentence: boolean) {
    const wanted = points.filter((point) => !bySentence || point.isSentence).map((point) => point.at);
    const ordered = step === 1 ? wanted : wanted.toReversed();
    const next = ordered.find((at) => (at - (splitAt ?? 0)) * step > 0);
    if (next !== undefined) setSplitAt(next);
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLSelectElement) return;
    const act = isSplitting ? splitKey(event.key) : blockKey(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  }
  function blockKey(key: string): (() => void) | undefined {
    if (key === "ArrowDown" || key === "j") return () => moveTo(current + 1);
    if (key === "ArrowUp" || key === "k") return () => moveTo(current - 1);
    if (key === "m") return () => editor.merge(current);
    if (key === "s") return startSplit;
    const kind = blockKeys.find(([letter]) => letter === key)?.[1];
    return kind && (() => editor.setKind(current, kind));
  }
  function splitKey(key: string): (() => void) | undefined {
    if (key === "Escape") return () => setSplitAt(null);
    if (key === "Enter") return () => splitAt !== null && finishSplit(splitAt);
    const isBack = key === "ArrowLeft" || key === "ArrowUp" || key === "k";
    const isOn = key === "ArrowRight" || key === "ArrowDown" || key === "j";
    if (!isBack && !isOn) return undefined;
    return () => moveSplit(isOn ? 1 : -1, key !== "ArrowLeft" && key !== "ArrowRight");
  }

  return (
    <>
      <PageHeader
        title={draft.title}
        lead="Each block says what part of the article it is. What is no story (credits, bylines, appeals …) is not marked later."
        breadcrumb={
          <Breadcrumb
            items={[
              { href: `/projects/${slug}/articles/import`, label: "Import" },
              { href: base, label: "Check the articles" },
            ]}
          />
        }
        actions={
          <>
            {draft.previousId && <LinkButton href={`${base}?draft=${draft.previousId}`}>Previous</LinkButton>}
            {draft.nextId && <LinkButton href={`${base}?draft=${draft.nextId}`}>Next article</LinkButton>}
            <LinkButton href={base} variant="primary">
              Done
            </LinkButton>
          </>
        }
      />
      {editor.problem && <ErrorNote className="mb-4" title={editor.problem} />}
      <div className="grid items-start gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,1fr)_15rem]">
        <ol aria-label="Blocks" onKeyDown={onKeyDown} className="border-t border-border">
          {blocks.map((one, place) => {
            const isCurrent = place === current;
            const isBoilerplate = boilerplateKinds.includes(one.kind);
            return (
              <li
                key={one.start}
                ref={(element) => {
                  rows.current[place] = element;
                }}
                tabIndex={isCurrent ? 0 : -1}
                aria-current={isCurrent || undefined}
                aria-label={`Block ${place + 1}, ${labelOf(one.kind)}`}
                onFocus={() => !isCurrent && moveTo(place)}
                className={classNames(
                  "grid gap-x-4 gap-y-2 border-b border-l-2 border-b-border py-3 pr-2 pl-3 outline-offset-[-2px] sm:grid-cols-[9rem_minmax(0,1fr)]",
                  isCurrent ? "border-l-accent bg-accent-soft" : "border-l-transparent",
                )}
              >
                <Select
                  className="self-start"
                  aria-label={`Kind of block ${place + 1}`}
                  value={one.kind}
                  onChange={(event) => {
                    const kind = blockKinds.find((code) => code === event.target.value);
                    if (kind) editor.setKind(place, kind);
                  }}
                >
                  {blockKinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {labelOf(kind)}
                    </option>
                  ))}
                </Select>
                <div className="min-w-0">
                  <div
                    lang={draft.language ?? undefined}
                    dir={draft.dir}
                    className={classNames(
                      "max-w-[68ch] font-serif text-lg whitespace-pre-wrap [overflow-wrap:anywhere]",
                      isBoilerplate && "text-ink-muted",
                      one.kind === "headline" && "font-semibold",
                    )}
                  >
                    <BlockText
                      index={index}
                      block={one}
                      points={isCurrent && isSplitting ? points : null}
                      chosen={splitAt ?? 0}
                      onChoose={finishSplit}
                    />
                  </div>
                  {isCurrent && (
                    <div className="mt-2 flex flex-wrap items-center gap-2">
                      {isSplitting ? (
                        <>
                          <Button size="sm" variant="primary" onClick={() => finishSplit(splitAt)}>
                            Split here
                          </Button>
                          <Button size="sm" onClick={() => setSplitAt(null)}>
                            Cancel
                          </Button>
                          <span className="text-sm text-ink-muted max-md:hidden">
                            Press a word, or move by word (← →) and sentence (↑ ↓).
                          </span>
                        </>
                      ) : (
                        <>
                          <Button size="sm" disabled={points.length === 0} onClick={startSplit}>
                            Split
                          </Button>
                          <Button
                            size="sm"
                            disabled={place === blocks.length - 1}
                            onClick={() => editor.merge(place)}
                          >
                            Merge with the next
                          </Button>
                        </>
                      )}
                    </div>
                  )}
                </div>
              </li>
            );
          })}
        </ol>
        <BlockPalette
          kind={block?.kind}
          isSaving={editor.isSaving}
          onKind={(kind) => editor.setKind(current, kind)}
        />
      </div>
    </>
  );
}
