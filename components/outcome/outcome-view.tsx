import { ClaimCards } from "@/components/cards/claim-cards";
import type { DrawnSegment } from "@/components/editor/drawn-text";
import { StaticText } from "@/components/editor/static-text";
import type { FormAction } from "@/components/forms/action-form";
import { type DisputeActions, DisputeThread } from "@/components/outcome/dispute-thread";
import { MarkInAddress } from "@/components/outcome/mark-in-address";
import { OutcomePlaceCard, wordsOf } from "@/components/outcome/outcome-place";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import type { ArticleText } from "@/lib/articles/text-schema";
import type { CardName } from "@/lib/cards/schema";
import type { OutcomeKind } from "@/lib/review/outcome";
import type { OutcomeDto } from "@/lib/review/outcome-queries";
import { flattenMarks } from "@/lib/text/segments";

const order: readonly OutcomeKind[] = ["changed", "rejected", "missed", "taken"];
const words: Record<OutcomeKind, { title: string; lead: string; none: string }> = {
  changed: { title: "Changed", lead: "Taken, but not just as marked.", none: "changed" },
  rejected: { title: "Not taken", lead: "Marked, and not in the final layer.", none: "not taken" },
  missed: { title: "Missed", lead: "In the final layer, and not marked.", none: "missed" },
  taken: { title: "Taken as marked", lead: "The same in every field.", none: "taken as marked" },
};

/** What became of somebody's marks: what was changed, refused and missed first, with the reviewer's words. */
export function OutcomeView({
  outcome,
  text,
  cards,
  createCard,
  disputes,
  only,
}: {
  outcome: OutcomeDto;
  text: ArticleText;
  /** The cards that each final claim is on; null for who makes no cards. */
  cards: ReadonlyMap<string, CardName[]> | null;
  createCard: FormAction<null>;
  disputes: DisputeActions;
  /** Places that were taken as marked are left out. */
  only: "changed" | null;
}) {
  const { slug, articleId, layers, shownId, places, attributes } = outcome;
  const shown = layers.find((layer) => layer.id === shownId);
  const count = (kind: OutcomeKind) => places.filter((place) => place.outcome === kind).length;
  const here = (filter: string | null) => {
    const query = new URLSearchParams({
      ...(shown && !shown.isOwn ? { layer: shown.id } : {}),
      ...(filter ? { only: filter } : {}),
    }).toString();
    return `/projects/${slug}/outcome/${articleId}${query && `?${query}`}`;
  };
  const whose = !shown ? "Final marks" : shown.isOwn ? "Your marks" : `${shown.name}'s marks`;
  return (
    <>
      <PageHeader
        title={outcome.title}
        breadcrumb={
          <Breadcrumb
            items={[
              ...(shown?.isOwn ? [{ href: `/projects/${slug}/outcome`, label: "Feedback" }] : []),
              { href: `/projects/${slug}/articles/${articleId}`, label: "The article" },
            ]}
          />
        }
        lead={
          places.length === 0
            ? undefined
            : shown
              ? `${whose}: ${count("taken")} taken as marked, ${count("changed")} changed, ${count("rejected")} not taken, ${count("missed")} missed.`
              : `${places.length} final ${places.length === 1 ? "mark" : "marks"}.`
        }
        meta={
          <>
            {outcome.finishedAt && (
              <span>
                Finished <Time value={outcome.finishedAt} />
                {outcome.reviewer ? ` by ${outcome.reviewer}` : " without a reviewer"}
              </span>
            )}
            {layers.length > 1 && (
              <nav aria-label="Whose marks" className="flex flex-wrap gap-3">
                {layers.map((layer) => (
                  <Link
                    key={layer.id}
                    href={`/projects/${slug}/outcome/${articleId}?layer=${layer.id}`}
                    aria-current={layer.id === shownId ? "page" : undefined}
                    className="rounded-sm text-accent underline-offset-4 hover:underline aria-[current]:font-medium aria-[current]:text-ink"
                  >
                    {layer.isOwn ? "You" : layer.name}
                  </Link>
                ))}
              </nav>
            )}
          </>
        }
      />
      <MarkInAddress />
      <div className="grid items-start gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0 max-lg:order-2">
          <h2 className="mb-3 text-sm font-medium text-ink-muted">The final layer</h2>
          <StaticText
            text={text.text}
            lang={text.lang}
            dir={text.dir}
            segments={finalSegments(outcome)}
            blocks={text.blocks.map((block) => ({ ...block, tag: "" }))}
          />
        </div>
        <section
          data-pane
          aria-label={whose}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="flex min-w-0 flex-col gap-8 -outline-offset-2 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto lg:pr-2"
        >
          {places.length === 0 && (
            <EmptyState title="Nothing was marked">There was nothing to mark in this article.</EmptyState>
          )}
          {shown && places.length > 0 && (
            <LinkTabs
              label="Which places"
              tabs={[
                { href: here(null), label: "All", count: places.length, isCurrent: only === null },
                {
                  href: here("changed"),
                  label: "Decided otherwise",
                  count: places.length - count("taken"),
                  isCurrent: only === "changed",
                },
              ]}
            />
          )}
          {shown && only === "changed" && places.length === count("taken") && (
            <p className="text-sm text-ink-muted">
              Nothing was decided otherwise: every mark was taken as it is.
            </p>
          )}
          {(shown ? order : (["missed"] as const)).map((kind) => {
            if (only === "changed" && kind === "taken") return null;
            const own = places.filter((place) => place.outcome === kind);
            if (own.length === 0) return null;
            return (
              <section key={kind} aria-label={words[kind].title}>
                <h2 className="text-base font-semibold">
                  {shown ? words[kind].title : "Final marks"}{" "}
                  <span className="tabular font-normal text-ink-muted">{own.length}</span>
                </h2>
                {shown && <p className="text-sm text-ink-muted">{words[kind].lead}</p>}
                <ul className="mt-3 flex flex-col gap-3">
                  {own.map((place) => (
                    <OutcomePlaceCard
                      key={place.key}
                      place={place}
                      attributes={attributes}
                      isOwn={shown?.isOwn ?? false}
                    >
                      {shown?.isOwn && place.word && (
                        <DisputeThread
                          slug={slug}
                          articleId={articleId}
                          unitId={place.word.unitId}
                          words={wordsOf(place.own.length > 0 ? place.own : place.final)}
                          dispute={place.dispute}
                          actions={disputes}
                        />
                      )}
                      {cards &&
                        place.final
                          .filter((mark) => mark.kind === "claim")
                          .map((mark) => (
                            <ClaimCards
                              key={mark.id}
                              slug={slug}
                              claimId={mark.id}
                              words={wordsOf([mark])}
                              cards={cards.get(mark.id) ?? []}
                              createCard={createCard}
                            />
                          ))}
                    </OutcomePlaceCard>
                  ))}
                </ul>
              </section>
            );
          })}
        </section>
      </div>
    </>
  );
}

function finalSegments(outcome: OutcomeDto): DrawnSegment[] {
  const spans = outcome.places.flatMap((place) =>
    place.final.flatMap((mark) =>
      mark.spans.map((span) => ({
        start: span.start,
        end: span.end,
        id: `${mark.id} ${mark.kind === "attribution" ? `mark-attribution-${span.role}` : `mark-${mark.kind}`}`,
      })),
    ),
  );
  return flattenMarks(spans).map((segment) => {
    const parts = segment.ids.map((id) => id.split(" "));
    return {
      ...segment,
      ids: [...new Set(parts.map(([id = ""]) => id))],
      className: ["mark", ...new Set(parts.map(([, look = ""]) => look))].join(" "),
    };
  });
}
