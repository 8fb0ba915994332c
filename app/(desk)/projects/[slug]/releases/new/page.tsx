import type { Metadata } from "next";
import { createReleaseAction, noteLicenceAction } from "@/app/(desk)/projects/[slug]/releases/new/actions";
import { BuilderView } from "@/components/releases/builder-view";
import { pageData } from "@/lib/page-data";
import { previewRelease } from "@/lib/releases/builder";
import { releaseQuery } from "@/lib/releases/schema";

export const metadata: Metadata = { title: "Build a release" };

const query = releaseQuery.catch(() => releaseQuery.parse({}));
type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** What a release would hold, before it is built. */
export default async function BuilderPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const options = query.parse(await searchParams);
  const built = await pageData((actor) => previewRelease(actor, slug, options));
  return (
    <BuilderView
      slug={slug}
      options={options}
      built={built}
      create={createReleaseAction}
      noteLicence={noteLicenceAction}
    />
  );
}
