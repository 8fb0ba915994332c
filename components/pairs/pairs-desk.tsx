"use client";

import { GitCompareArrows } from "lucide-react";
import { useState } from "react";
import { CommandDialog } from "@/components/annotate/command-palette";
import { PairHelp } from "@/components/pairs/pair-help";
import { PairSides } from "@/components/pairs/pair-sides";
import { usePairKeys } from "@/components/pairs/use-pair-keys";
import { usePairs, verdictWords } from "@/components/pairs/use-pairs";
import { useSingleKeys } from "@/components/review/use-single-keys";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { Time } from "@/components/ui/time";
import type { PairPage, PairShow } from "@/lib/pairs/schema";
import { isSingleKey, keyWords, withOwnPairKeys } from "@/lib/shortcuts/keymap";
import type { KeyPreference } from "@/lib/shortcuts/schema";
import type { PairAction } from "@/lib/shortcuts/table";

const titles: Record<PairShow, string> = { open: "To judge", unsure: "Unsure", judged: "Judged" };

/** Pairs of passages side by side, one after another: a key answers and the next stands there. */
export function PairsDesk({
  slug,
  show,
  first,
  keys,
}: {
  slug: string;
  show: PairShow;
  first: PairPage;
  keys: KeyPreference;
}) {
  const pairs = usePairs(slug, show, first);
  const [isOnHere, setSingleKeys] = useSingleKeys();
  const [dialog, setDialog] = useState<"help" | "palette" | null>(null);
  const hasSingleKeys = keys.hasSingleKeys && isOnHere;
  const table = withOwnPairKeys(keys.own);
  const base = `/projects/${slug}/pairs`;
  const act = (action: PairAction) => {
    if (action === "help" || action === "palette") setDialog(action);
    else if (action === "undo") pairs.undo();
    else if (action === "later") pairs.later();
    else pairs.judge(action);
  };
  usePairKeys(table, hasSingleKeys, act);
  const isPossible = (action: PairAction) =>
    action === "undo" ? pairs.canUndo : action === "later" ? pairs.isMore : pairs.current !== null;
  const keyOf = (own: readonly string[]) => own.find((key) => hasSingleKeys || !isSingleKey(key));
  const { current } = pairs;
  const total = Math.max(first.left, pairs.done);
  return (
    <>
      <PageHeader
        title="Pairs"
        lead="Passages that look alike, and links that were only suggested. Say of each whether one was copied from the other, and how closely."
        actions={
          <>
            <Button size="sm" variant="ghost" onClick={() => setDialog("help")}>
              Keys
            </Button>
            {keys.hasSingleKeys && (
              <Switch
                label="Single keys"
                checked={isOnHere}
                onChange={(event) => setSingleKeys(event.target.checked)}
              />
            )}
          </>
        }
        className="mb-4"
      />
      <LinkTabs
        label="Lists of pairs"
        tabs={(["open", "unsure", "judged"] as const).map((list) => ({
          href: list === "open" ? base : `${base}?show=${list}`,
          label: titles[list],
          count: list === "open" ? Math.max(0, first.left - (show === "open" ? pairs.done : 0)) : undefined,
          isCurrent: list === show,
        }))}
      />
      <p aria-live="polite" className="sr-only">
        {pairs.said}
      </p>
      {current ? (
        <section aria-label="The pair" className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-ink-muted">
            {show === "open" && (
              <Progress
                label="Judged"
                isLabelHidden
                value={pairs.done}
                max={Math.max(1, total)}
                className="w-40"
              />
            )}
            <span className="tabular">
              {pairs.done} judged now{show === "open" && `, ${leftWords(first.left - pairs.done)} left`}
            </span>
            <span>
              {current.method === "link"
                ? "Suggested by a link"
                : `${current.score} % alike by their letters`}
            </span>
            {current.verdict && (
              <span className="flex flex-wrap items-center gap-2">
                <Badge>{verdictWords(current.verdict)}</Badge>
                {current.judgedBy} {current.judgedAt && <Time value={current.judgedAt} />}
              </span>
            )}
            <span className="ml-auto">{pairs.isSaving ? "Saving…" : pairs.done > 0 ? "All saved" : ""}</span>
          </div>
          <PairSides key={current.id} slug={slug} pair={current} />
        </section>
      ) : pairs.isFetching ? (
        <Skeleton className="h-64" />
      ) : (
        <Empty slug={slug} show={show} done={pairs.done} />
      )}
      {(current || pairs.canUndo) && (
        <div className="sticky bottom-0 -mx-4 mt-4 flex flex-wrap items-center gap-1.5 border-t border-border bg-canvas px-4 py-3">
          {table
            .filter(({ action }) => action !== "help" && action !== "palette")
            .map(({ action, keys: own, label }) => {
              const key = keyOf(own);
              return (
                <Button
                  key={action}
                  size="sm"
                  variant={action === "undo" || action === "later" ? "ghost" : undefined}
                  disabled={!isPossible(action)}
                  onClick={() => act(action)}
                >
                  {label}
                  {key && (
                    <span className="max-md:hidden">
                      <Kbd>{keyWords(key)}</Kbd>
                    </span>
                  )}
                </Button>
              );
            })}
        </div>
      )}
      <PairHelp
        table={table}
        hasSingleKeys={hasSingleKeys}
        isOpen={dialog === "help"}
        onClose={() => setDialog(null)}
      />
      <CommandDialog
        isOpen={dialog === "palette"}
        commands={table.filter(
          ({ action }) => action === "help" || (action !== "palette" && isPossible(action)),
        )}
        hasSingleKeys={hasSingleKeys}
        onClose={() => setDialog(null)}
        onRun={({ action }) => act(action)}
      />
    </>
  );
}

function leftWords(left: number): string {
  return left >= 1_000 ? "more than 1,000" : String(Math.max(0, left));
}

function Empty({ slug, show, done }: { slug: string; show: PairShow; done: number }) {
  if (show !== "open")
    return (
      <EmptyState
        icon={<GitCompareArrows />}
        title={show === "unsure" ? "None is unsure" : "Nothing is judged yet"}
      >
        {show === "unsure"
          ? "Pairs that you leave unsure wait here for a second look."
          : "Pairs that somebody has judged stand here, the newest first."}
      </EmptyState>
    );
  return done > 0 ? (
    <EmptyState
      icon={<GitCompareArrows />}
      title="All pairs are judged"
      action={<LinkButton href={`/projects/${slug}/reuse`}>See what hangs together</LinkButton>}
    >
      New ones come up when articles come in. Undo takes your last answer back.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<GitCompareArrows />}
      title="No pair to judge"
      action={<LinkButton href={`/projects/${slug}/articles`}>See the articles</LinkButton>}
    >
      Passages that look alike come up here a moment after articles come in. Those of an article that you are
      still working on wait until you have handed it in.
    </EmptyState>
  );
}
