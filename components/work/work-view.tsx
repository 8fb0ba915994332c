import { FileInput, Inbox } from "lucide-react";
import type { FormAction } from "@/components/forms/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Progress } from "@/components/ui/progress";
import { DeskTabs } from "@/components/work/desk-tabs";
import { KeptWork } from "@/components/work/kept-work";
import { NextArticle } from "@/components/work/next-article";
import { OwnFigures } from "@/components/work/own-figures";
import { TeamWork } from "@/components/work/team-work";
import { WorkList } from "@/components/work/work-list";
import type { WorkPosition } from "@/lib/articles/text-schema";
import type { UnreadComments } from "@/lib/comments/schema";
import type { Page } from "@/lib/page";
import type { GoldPerson } from "@/lib/slots/gold-schema";
import type {
  KeptWork as Kept,
  NothingLeft,
  OwnLimits,
  TakenWork,
  Waiting,
  WorkFilter,
  WorkItem,
} from "@/lib/slots/schema";

const emptyTexts: Record<WorkFilter, { title: string; text: string }> = {
  open: {
    title: "Nothing in hand",
    text: "Press “Next article” and the next one that wants an annotator is yours.",
  },
  submitted: { title: "Nothing on its way", text: "What you hand in stands here until it is final." },
  done: { title: "Nothing final yet", text: "Here you will see what became of your marks." },
  skipped: { title: "Nothing given back", text: "Articles that you skip stand here with your reason." },
};
const noneYet = {
  title: "No article to annotate yet",
  text: "Once articles are imported, “Next article” gives you the next one that wants an annotator.",
};
const labels: Record<WorkFilter, string> = {
  open: "In hand",
  submitted: "Handed in",
  done: "Final",
  skipped: "Given back",
};

/** One's own work in a project: the next article, what is in hand, and what became of the rest. */
export function WorkView({
  slug,
  show,
  page,
  unread,
  counts,
  position,
  kept,
  own,
  team,
  mayImport,
  actions,
}: {
  slug: string;
  show: WorkFilter;
  page: Page<WorkItem>;
  /** How many comments the reader has not read, by article. */
  unread: UnreadComments;
  counts: Record<WorkFilter, number>;
  position: WorkPosition;
  kept: readonly Kept[];
  own: { time: { week: number; total: number }; limits: OwnLimits; gold: GoldPerson | null };
  team: { taken: TakenWork[]; waiting: Waiting } | null;
  mayImport: boolean;
  actions: {
    nextArticle: FormAction<NothingLeft>;
    recall: FormAction<unknown>;
    release: FormAction<null>;
    beginKept: FormAction<unknown>;
  };
}) {
  const base = `/projects/${slug}/work`;
  const at = (cursor: string | null) => (cursor ? `${base}?show=${show}&at=${cursor}` : undefined);
  const isBare = show === "open" && position.total === 0;
  const empty = isBare ? noneYet : emptyTexts[show];
  return (
    <>
      <PageHeader title="Your work" />
      {team && <DeskTabs slug={slug} current="" />}
      <div className="mb-6 flex flex-wrap items-center gap-x-8 gap-y-4">
        <NextArticle slug={slug} action={actions.nextArticle} />
        {position.total > 0 && (
          <Progress
            label="Handed in"
            detail={`${position.submitted} of ${position.total}`}
            value={position.submitted}
            max={position.total}
            className="w-64 max-w-full"
          />
        )}
      </div>
      <OwnFigures slug={slug} {...own} />
      <KeptWork slug={slug} kept={kept} begin={actions.beginKept} />
      <LinkTabs
        label="Lists"
        tabs={(["open", "submitted", "done", "skipped"] as const).map((filter) => ({
          href: filter === "open" ? base : `${base}?show=${filter}`,
          label: labels[filter],
          count: counts[filter],
          isCurrent: filter === show,
        }))}
      />
      {page.items.length === 0 ? (
        <EmptyState
          icon={<Inbox />}
          title={empty.title}
          action={
            isBare &&
            mayImport && (
              <LinkButton href={`/projects/${slug}/articles/import`} icon={<FileInput />}>
                Import articles
              </LinkButton>
            )
          }
        >
          {empty.text}
        </EmptyState>
      ) : (
        <WorkList slug={slug} items={page.items} unread={unread} recall={actions.recall} />
      )}
      <Pagination newerHref={at(page.previous)} olderHref={at(page.next)} />
      {team && <TeamWork slug={slug} {...team} release={actions.release} />}
    </>
  );
}
