"use client";

import { Rss } from "lucide-react";
import { useState } from "react";
import { localDay } from "@/components/articles/local-time";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { type FeedDto, maxWebPages, type WebArticle } from "@/lib/imports/schema";

type Entry = FeedDto["entries"][number];

/** What a feed offers, to be ticked: the newest that the project lacks are, as many as one fetch takes. */
export function FeedEntries({
  slug,
  feed,
  onFetch,
}: {
  slug: string;
  feed: FeedDto;
  onFetch: (articles: readonly WebArticle[]) => void;
}) {
  const lacking = feed.entries.filter((entry) => entry.articleId === null).slice(0, maxWebPages);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(lacking.map((entry) => entry.address)),
  );
  if (feed.entries.length === 0)
    return (
      <EmptyState icon={<Rss />} title="The feed is empty" className="py-8">
        Nothing in it leads to a page. Give the addresses of articles above.
      </EmptyState>
    );

  function toggle(address: string) {
    setChosen((before) => {
      const next = new Set(before);
      if (!next.delete(address)) next.add(address);
      return next;
    });
  }
  function send() {
    const articles = feed.entries.filter((entry) => chosen.has(entry.address));
    onFetch(
      articles.map(({ address, publishedAt, publishedHasZone }) => ({
        address,
        publishedAt,
        publishedHasZone,
      })),
    );
  }
  const isTooMany = chosen.size > maxWebPages;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 font-medium break-words">{feed.title || feed.address}</legend>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" onClick={() => setChosen(new Set(lacking.map((entry) => entry.address)))}>
          All that are missing
        </Button>
        <Button size="sm" onClick={() => setChosen(new Set())}>
          None
        </Button>
      </div>
      <ul className="max-h-96 divide-y divide-border overflow-y-auto rounded-md border border-border">
        {feed.entries.map((entry) => (
          <EntryRow
            key={entry.address}
            slug={slug}
            entry={entry}
            isChosen={chosen.has(entry.address)}
            onToggle={() => toggle(entry.address)}
          />
        ))}
      </ul>
      {feed.more > 0 && <p className="text-sm text-ink-muted">{feed.more} older entries are not shown.</p>}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary" onClick={send} disabled={chosen.size === 0 || isTooMany}>
          {chosen.size === 1 ? "Fetch the page" : `Fetch ${chosen.size} pages`}
        </Button>
        {isTooMany && <p className="text-sm text-ink-muted">At most {maxWebPages} at once.</p>}
      </div>
    </fieldset>
  );
}

function EntryRow({
  slug,
  entry,
  isChosen,
  onToggle,
}: {
  slug: string;
  entry: Entry;
  isChosen: boolean;
  onToggle: () => void;
}) {
  return (
    <li className="flex items-baseline gap-3 px-3 py-1.5">
      <label className="flex min-w-0 grow items-baseline gap-2">
        <input
          type="checkbox"
          checked={isChosen}
          onChange={onToggle}
          className="size-4 shrink-0 translate-y-0.5 rounded-sm accent-accent"
        />
        <span className="min-w-0 break-words">{entry.title}</span>
      </label>
      {entry.articleId && (
        <Link
          href={`/projects/${slug}/articles/${entry.articleId}`}
          className="shrink-0 text-sm text-ink-muted underline"
        >
          Here already
        </Link>
      )}
      <span className="shrink-0 text-sm text-ink-muted">
        {entry.publishedAt && entry.publishedHasZone ? (
          <Time value={entry.publishedAt} format="day" />
        ) : (
          entry.publishedAt && localDay(entry.publishedAt)
        )}
      </span>
    </li>
  );
}
