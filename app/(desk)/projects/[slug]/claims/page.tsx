import type { Metadata } from "next";
import { z } from "zod";
import { createCardAction } from "@/app/(desk)/projects/[slug]/claims/actions";
import { CardList } from "@/components/cards/card-list";
import { requireProject } from "@/lib/access";
import { listCards, listFreeClaims } from "@/lib/cards/lists";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

export const metadata: Metadata = { title: "Claims" };

const text = z.string().max(2_000).optional().catch(undefined);
const query = z.object({ cards: text, claims: text, q: z.string().trim().max(200).catch("").default("") });

/** The claims that a project follows, and those that are on no card yet. */
export default async function ClaimsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const { cards, claims, q } = query.parse(await searchParams);
  const data = await pageData(async (actor) => {
    const { role } = await requireProject(actor, slug, "project.view");
    const free = can(role, "card.edit") ? await listFreeClaims(actor, slug, { q, cursor: claims }) : null;
    return { cards: await listCards(actor, slug, cards), free };
  }, `/projects/${slug}/claims`);
  return <CardList {...data} slug={slug} q={q} createCard={createCardAction} />;
}
