import type { Metadata } from "next";
import { cache } from "react";
import { z } from "zod";
import * as actions from "@/app/(desk)/projects/[slug]/claims/[cardId]/actions";
import { CardView } from "@/components/cards/card-view";
import { getCard } from "@/lib/cards/queries";
import { notFound } from "@/lib/errors";
import { pageData } from "@/lib/page-data";

type Props = { params: Promise<{ slug: string; cardId: string }>; searchParams: Promise<unknown> };

const text = z.string().max(2_000).optional().catch(undefined);
const query = z.object({ mentions: text, at: text, layer: text });

const readCard = cache(async (slug: string, cardId: string, cursor?: string, at?: string, layer?: string) =>
  pageData(async (actor) => {
    const card = await getCard(actor, cardId, { cursor, at, layer });
    if (card.projectSlug !== slug) throw notFound();
    return card;
  }, `/projects/${slug}/claims/${cardId}`),
);

async function cardOf({ params, searchParams }: Props) {
  const { slug, cardId } = await params;
  const { mentions, at, layer } = query.parse(await searchParams);
  return readCard(slug, cardId, mentions, at, layer);
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await cardOf(props)).statement };
}

/** A claim card: what is said, by whom, and how many independent origins there are. */
export default async function CardPage(props: Props) {
  return <CardView card={await cardOf(props)} actions={actions} />;
}
