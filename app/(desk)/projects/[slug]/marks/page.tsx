import type { Metadata } from "next";
import * as actions from "@/app/(desk)/projects/[slug]/marks/actions";
import { MarksView } from "@/components/marks/marks-view";
import { listMarkChoices, listMarks } from "@/lib/marks/list-marks";
import { markFilter } from "@/lib/marks/schema";
import { pageData } from "@/lib/page-data";
import { listViews } from "@/lib/views/queries";

export const metadata: Metadata = { title: "Marks" };

type Props = { params: Promise<{ slug: string }>; searchParams: Promise<unknown> };

/** Every mark in its context as one line, under the filters and in the order of the address. */
export default async function MarksPage({ params, searchParams }: Props) {
  const { slug } = await params;
  const filter = markFilter.parse(await searchParams);
  const data = await pageData(async (actor) => {
    const [page, choices, views] = await Promise.all([
      listMarks(actor, slug, filter),
      listMarkChoices(actor, slug, filter.source),
      listViews(actor, slug, "marks"),
    ]);
    return { page, choices, views };
  }, `/projects/${slug}/marks`);
  return (
    <MarksView
      slug={slug}
      filter={filter}
      {...data}
      actions={{ preview: actions.previewAct, act: actions.act, undo: actions.undoAct }}
      viewActions={{ save: actions.saveFilters, remove: actions.deleteFilters }}
    />
  );
}
