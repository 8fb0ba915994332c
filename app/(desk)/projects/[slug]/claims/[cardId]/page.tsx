import type { Metadata } from "next";
import * as actions from "@/app/(desk)/projects/[slug]/claims/[cardId]/actions";
import { CardView } from "@/components/cards/card-view";
import { getCard } from "@/lib/cards/queries";
import { notFound } from "@/lib/errors";
import { pageData } from "@/lib/page-data";

type Props = { params: Promise<{ slug: string; cardId: string }> };

async function readCard({ params }: Props) {
  const { slug, cardId } = await params;
  return pageData(async (actor) => {
    const card = await getCard(actor, cardId);
    if (card.projectSlug !== slug) throw notFound();
    return card;
  });
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await readCard(props)).statement };
}

/** A claim card: what is said, by whom, and how many independent origins there are. */
export default async function CardPage(props: Props) {
  return <CardView card={await readCard(props)} actions={actions} />;
}
