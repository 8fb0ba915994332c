import type { Metadata } from "next";
import { nextArticle } from "@/app/(desk)/projects/[slug]/work/actions";
import { AnnotateScreen } from "@/components/annotate/annotate-screen";
import { NextArticle } from "@/components/work/next-article";
import { getAnnotatePage } from "@/lib/articles/get-annotate-page";
import { pageData } from "@/lib/page-data";

export const metadata: Metadata = { title: "Annotate" };

/** An article with a layer of marks: to annotate one's own, to read others'. */
export default async function AnnotatePage({
  params,
}: {
  params: Promise<{ slug: string; layerId: string }>;
}) {
  const { slug, layerId } = await params;
  const page = await pageData((actor) => getAnnotatePage(actor, slug, layerId));
  const { layer, ...rest } = page;
  return (
    <AnnotateScreen
      {...rest}
      key={layer.id}
      layerId={layer.id}
      kinds={layer.kinds}
      isShared={layer.kind === "shared"}
      snapshot={layer}
      projectHref={`/projects/${slug}`}
      next={<NextArticle slug={slug} action={nextArticle} isSmall />}
    />
  );
}
