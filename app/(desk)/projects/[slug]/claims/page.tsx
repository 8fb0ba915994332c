import type { Metadata } from "next";
import { z } from "zod";
import { createCardAction } from "@/app/(desk)/projects/[slug]/claims/actions";
import { CardList } from "@/components/cards/card-list";
import { requireProject } from "@/lib/access";
import { boardOrigin, listBoard } from "@/lib/cards/board";
import { boardFilter } from "@/lib/cards/board-schema";
import { listFreeClaims } from "@/lib/cards/lists";
import { pageData } from "@/lib/page-data";
import { can } from "@/lib/policy";

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

export const metadata: Metadata = { title: "Claims" };

const query = z.object({
  claims: z.string().max(2_000).optional().catch(undefined),
  words: z.string().trim().max(200).catch("").default(""),
});

/** The claims that a project follows, and those that are on no card yet. */
export default async function ClaimsPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const asked = await searchParams;
  const { claims, words } = query.parse(asked);
  const filter = boardFilter.parse(asked);
  const data = await pageData(async (actor) => {
    const { role } = await requireProject(actor, slug, "project.view");
    const wanted = { q: words, cursor: claims };
    const free = can(role, "card.edit") ? await listFreeClaims(actor, slug, wanted) : null;
    return { board: await listBoard(actor, slug, filter), origin: await boardOrigin(actor, filter), free };
  }, `/projects/${slug}/claims`);
  return <CardList {...data} slug={slug} filter={filter} words={words} createCard={createCardAction} />;
}
