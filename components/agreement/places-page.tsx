import { TextQuote } from "lucide-react";
import { agreementHref, pairHref, placesHref } from "@/components/agreement/hrefs";
import { PlaceItem } from "@/components/agreement/place-item";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import type { PlacesDto } from "@/lib/project-agreement/schema";

/** The words behind one number, each with the way to it in its article. */
export function PlacesPage({ slug, places }: { slug: string; places: PlacesDto }) {
  const { kind, reason, sentence, pairId, first, second, items, next, previous } = places;
  const pair = `${first} and ${second}`;
  const at = (cursor: string | null) =>
    cursor ? `${placesHref(slug, pairId, kind, reason)}&cursor=${cursor}` : undefined;
  return (
    <>
      <PageHeader
        breadcrumb={
          <Breadcrumb
            items={[
              { href: agreementHref(slug, { kind }), label: "Agreement" },
              { href: pairHref(slug, pairId, kind), label: pair },
            ]}
          />
        }
        title={sentence}
        lead={`${pair}, in the order of articles and their text.`}
      />
      {items.length === 0 ? (
        <EmptyState icon={<TextQuote />} title="No such place">
          Nothing stands under this any more, or its articles are being compared again. Go back to the pair.
        </EmptyState>
      ) : (
        <ul className="flex flex-col divide-y divide-border border-y border-border">
          {items.map((place) => (
            <PlaceItem key={place.id} slug={slug} place={place} first={first} second={second} />
          ))}
        </ul>
      )}
      <Pagination newerHref={at(previous)} olderHref={at(next)} newerLabel="Earlier" olderLabel="Later" />
    </>
  );
}
