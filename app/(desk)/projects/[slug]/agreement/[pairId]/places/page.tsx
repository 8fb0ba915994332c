import type { Metadata } from "next";
import { PlacesPage } from "@/components/agreement/places-page";
import { pageData } from "@/lib/page-data";
import { getPlaces } from "@/lib/project-agreement/queries";
import { placesQuery } from "@/lib/project-agreement/schema";

type Props = { params: Promise<{ slug: string; pairId: string }>; searchParams: Promise<unknown> };

export const metadata: Metadata = { title: "The words behind a number" };

/** The marks that one number of two people's agreement counts. */
export default async function AgreementPlacesPage({ params, searchParams }: Props) {
  const { slug, pairId } = await params;
  const query = placesQuery.parse(await searchParams);
  const places = await pageData(
    (actor) => getPlaces(actor, { slug, pairId, ...query }),
    `/projects/${slug}/agreement/${pairId}`,
  );
  return <PlacesPage slug={slug} places={places} />;
}
