import type { Metadata } from "next";
import { VersionsView } from "@/components/versions/versions-view";
import { getArticle } from "@/lib/articles/get-article";
import { pageData } from "@/lib/page-data";
import { compareVersions, listVersions } from "@/lib/versions/queries";
import { comparedVersions } from "@/lib/versions/schema";

export const metadata: Metadata = { title: "Versions of an article" };

type Props = { params: Promise<{ slug: string; articleId: string }>; searchParams: Promise<unknown> };

/** The texts of an article, and what changed between two of them. */
export default async function VersionsPage({ params, searchParams }: Props) {
  const path = await params;
  const asked = comparedVersions.parse(await searchParams);
  const { article, versions, comparison } = await pageData(async (actor) => {
    const found = await getArticle(actor, path);
    const all = await listVersions(actor, found.id);
    const [newest, former] = all;
    const { from = former?.number, to = newest?.number } = asked;
    // Of an article that was imported with a later text, those before it are not here.
    const isHere = (number?: number) => all.some((version) => version.number === number);
    const two =
      from === undefined || to === undefined || from === to || !isHere(from) || !isHere(to)
        ? null
        : await compareVersions(actor, found.id, Math.min(from, to), Math.max(from, to));
    return { article: found, versions: all, comparison: two };
  });
  return (
    <VersionsView
      slug={path.slug}
      article={{ id: article.id, title: article.text.title }}
      versions={versions}
      comparison={comparison}
      mayAdd={article.canPrepare}
    />
  );
}
