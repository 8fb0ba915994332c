import { History } from "lucide-react";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { type HistoryFilter, type HistoryRow, historyNouns } from "@/lib/history/schema";
import type { Page } from "@/lib/page";

/** What happened in a project, newest first, a sentence an event. */
export function HistoryView({
  slug,
  filter,
  history,
}: {
  slug: string;
  filter: HistoryFilter;
  history: Page<HistoryRow>;
}) {
  const base = `/projects/${slug}/history`;
  function hrefOf(cursor: string | null): string | undefined {
    if (!cursor) return undefined;
    return `${base}?${new URLSearchParams({ ...(filter.noun ? { noun: filter.noun } : {}), cursor })}`;
  }
  return (
    <div className="max-w-3xl">
      <PageHeader
        title="History"
        lead="Every change, by whom and when."
        breadcrumb={<Breadcrumb items={[{ href: `/projects/${slug}/settings`, label: "Settings" }]} />}
        actions={
          <form action={base} className="flex items-center gap-2">
            <Select name="noun" aria-label="Show" defaultValue={filter.noun ?? ""} className="w-44">
              <option value="">Everything</option>
              {Object.entries(historyNouns).map(([noun, label]) => (
                <option key={noun} value={noun}>
                  {label}
                </option>
              ))}
            </Select>
            <Button type="submit">Show</Button>
          </form>
        }
      />
      {history.items.length === 0 ? (
        <EmptyState
          icon={<History />}
          title="Nothing here"
          action={filter.noun && <LinkButton href={base}>Show everything</LinkButton>}
        >
          {filter.noun
            ? "Nothing of this kind has happened yet."
            : "Nothing has happened in this project yet."}
        </EmptyState>
      ) : (
        <ol className="divide-y divide-border border-y border-border">
          {history.items.map((row) => (
            <li key={row.id} className="grid gap-x-6 py-2.5 md:grid-cols-[1fr_auto]">
              <p className="min-w-0 text-base break-words">
                <span className="font-medium">{row.who}</span> {row.what}
                {row.subject && (
                  <>
                    {": "}
                    <Link href={row.subject.href} className="link">
                      {row.subject.label}
                    </Link>
                  </>
                )}
                {row.detail && <span className="block text-sm text-ink-muted">{row.detail}</span>}
              </p>
              <Time value={row.at} format="datetime" className="text-sm text-ink-muted tabular" />
            </li>
          ))}
        </ol>
      )}
      <Pagination newerHref={hrefOf(history.previous)} olderHref={hrefOf(history.next)} />
    </div>
  );
}
