"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { z } from "zod";
import type { ErrorShape } from "@/components/annotate/request-json";
import { FeedEntries } from "@/components/imports/feed-entries";
import { ProblemList } from "@/components/imports/problem-list";
import { fetchPages, lookIntoFeed } from "@/components/imports/web-calls";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { Progress } from "@/components/ui/progress";
import { TextArea } from "@/components/ui/text-area";
import { TextInput } from "@/components/ui/text-input";
import { type FeedDto, maxWebPages, type WebArticle } from "@/lib/imports/schema";
import { intakeProblemSchema } from "@/lib/intake/draft";

type Busy = { what: "feed" } | { what: "pages"; done: number; total: number };

const problemDetails = z.object({ problems: z.array(intakeProblemSchema), count: z.number() });

/** Articles by their addresses, or chosen from a feed: fetched by the server, then checked like any import. */
export function WebForm({ slug }: { slug: string }) {
  const router = useRouter();
  const [addresses, setAddresses] = useState("");
  const [feedAddress, setFeedAddress] = useState("");
  const [feed, setFeed] = useState<FeedDto>();
  const [busy, setBusy] = useState<Busy>();
  const [error, setError] = useState<ErrorShape>();
  const stop = useRef<AbortController>(null);
  const note = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (error) note.current?.focus();
  }, [error]);
  useEffect(() => () => stop.current?.abort(), []);

  function begin(what: Busy): AbortSignal {
    stop.current = new AbortController();
    setError(undefined);
    setBusy(what);
    return stop.current.signal;
  }
  function refuse(code: string, message: string) {
    setError({ status: 400, code, message });
  }
  async function fetchAll(articles: readonly WebArticle[]) {
    const total = articles.length;
    const signal = begin({ what: "pages", done: 0, total });
    const answer = await fetchPages(
      slug,
      articles,
      (done) => setBusy({ what: "pages", done, total }),
      signal,
    );
    if (answer?.ok) return router.push(`/projects/${slug}/articles/import/${answer.batchId}`);
    setBusy(undefined);
    if (answer) setError(answer.error);
  }
  function sendAddresses(event: FormEvent) {
    event.preventDefault();
    const lines = [...new Set(addresses.split(/\s+/).filter((line) => line !== ""))];
    const bad = lines.find((line) => !/^https?:\/\/[^/]/i.test(line) || !URL.canParse(line));
    if (lines.length === 0) return refuse("nothing-to-import", "Give an address first.");
    if (bad) return refuse("invalid-address", `“${bad}” is no address with http or https.`);
    if (lines.length > maxWebPages)
      return refuse("too-many-pages", `At most ${maxWebPages} pages at once; these are ${lines.length}.`);
    return fetchAll(lines.map((address) => ({ address, publishedAt: null, publishedHasZone: false })));
  }
  async function sendFeed(event: FormEvent) {
    event.preventDefault();
    if (!/^https?:\/\/[^/]/i.test(feedAddress.trim()) || !URL.canParse(feedAddress.trim()))
      return refuse(
        "invalid-address",
        "Give the feed’s address, or that of a page which names it, with http or https.",
      );
    const signal = begin({ what: "feed" });
    const answer = await lookIntoFeed(slug, feedAddress.trim(), signal);
    setBusy(undefined);
    if (answer.ok) setFeed(answer.data);
    else if (!signal.aborted) setError(answer.error);
  }

  const listed = problemDetails.safeParse(error?.details).data;
  return (
    <div className="flex flex-col gap-6">
      {error && (
        <ErrorNote
          ref={note}
          title={listed && listed.count > 1 ? "None of these pages could be read." : error.message}
        >
          {listed && listed.count > 1 && <ProblemList problems={listed.problems} count={listed.count} />}
        </ErrorNote>
      )}
      {busy && (
        <div className="flex items-end gap-3">
          <Progress
            className="grow"
            {...(busy.what === "feed"
              ? { label: "Looking into the feed" }
              : {
                  label: busy.done < busy.total ? "Fetching the pages" : "Reading the pages",
                  detail: `${busy.done} of ${busy.total}`,
                  value: busy.done < busy.total ? busy.done : undefined,
                  max: busy.total,
                })}
          />
          <Button size="sm" onClick={() => stop.current?.abort()}>
            Stop
          </Button>
        </div>
      )}
      <div
        inert={busy !== undefined}
        className={busy ? "flex flex-col gap-6 opacity-60" : "flex flex-col gap-6"}
      >
        <form onSubmit={sendAddresses} className="flex flex-col gap-4" aria-label="Fetch pages">
          <Field
            label="Addresses of articles"
            help={`One a line, at most ${maxWebPages}. Public pages only; what a site’s robots.txt forbids is not fetched.`}
          >
            {(control) => (
              <TextArea
                {...control}
                rows={4}
                value={addresses}
                inputMode="url"
                spellCheck={false}
                onChange={(event) => setAddresses(event.target.value)}
              />
            )}
          </Field>
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" variant="primary">
              Fetch the pages
            </Button>
            <p className="text-sm text-ink-muted">You check everything before it is imported.</p>
          </div>
        </form>
        <form
          onSubmit={sendFeed}
          className="flex flex-col gap-4 border-t border-border pt-5"
          aria-label="Look into a feed"
        >
          <Field label="A feed (RSS or Atom)" help="Its address, or that of a page which names it.">
            {(control) => (
              <TextInput
                {...control}
                value={feedAddress}
                inputMode="url"
                spellCheck={false}
                onChange={(event) => setFeedAddress(event.target.value)}
              />
            )}
          </Field>
          <div>
            <Button type="submit">Look into the feed</Button>
          </div>
        </form>
        {feed && <FeedEntries key={feed.address} slug={slug} feed={feed} onFetch={fetchAll} />}
      </div>
    </div>
  );
}
