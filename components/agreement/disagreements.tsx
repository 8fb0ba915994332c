import { placesHref } from "@/components/agreement/hrefs";
import { PlaceItem } from "@/components/agreement/place-item";
import { Link } from "@/components/ui/link";
import type { DisagreementDto } from "@/lib/project-agreement/schema";

/** The commonest disagreements, each with a few of its places and the way to all of them. */
export function Disagreements({
  slug,
  kind,
  disagreements,
  names,
}: {
  slug: string;
  kind: string;
  disagreements: readonly DisagreementDto[];
  names: ReadonlyMap<string, readonly [string, string]>;
}) {
  if (disagreements.length === 0) return null;
  return (
    <section aria-labelledby="commonest" className="mt-8">
      <h2 id="commonest" className="text-base font-semibold">
        Commonest disagreements
      </h2>
      <ol className="mt-2 flex flex-col divide-y divide-border border-y border-border">
        {disagreements.map((one) => {
          const [first, second] = names.get(one.pairId) ?? ["The first", "the second"];
          return (
            <li key={`${one.pairId} ${one.reason}`} className="py-3">
              <p className="text-base">
                <span className="font-medium">{one.sentence}:</span>{" "}
                <Link className="link" href={placesHref(slug, one.pairId, kind, one.reason)}>
                  {one.count === 1 ? "once" : `${one.count} times`}
                </Link>
              </p>
              <ul className="mt-1 pl-4">
                {one.places.map((place) => (
                  <PlaceItem key={place.id} slug={slug} place={place} first={first} second={second} />
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
