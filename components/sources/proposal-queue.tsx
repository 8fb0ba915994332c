import { CheckCheck, GitMerge } from "lucide-react";
import { ActionForm } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";
import { MergeForm } from "@/components/sources/merge-form";
import { RefuseDialog } from "@/components/sources/refuse-dialog";
import type { SourceActions } from "@/components/sources/source-actions";
import { SourceLink } from "@/components/sources/source-link";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { ProposalDto } from "@/lib/sources/schema";
import { labelOf } from "@/lib/vocabulary";

type Actions = Pick<SourceActions, "registerSourceAction" | "mergeAction" | "refuseAction">;

/** What annotators proposed, for a reviewer to register, to merge into the source that it is, or to refuse. */
export function ProposalQueue({
  page,
  base,
  actions,
}: {
  page: Page<ProposalDto>;
  /** Where the register stands: in a project, or for the installation. */
  base: string;
  actions: Actions;
}) {
  const href = (cursor: string | null) =>
    cursor ? `${base}/proposals?${new URLSearchParams({ cursor })}` : undefined;
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Sources" }]} />}
        title="Proposed sources"
        lead="Named by annotators and seen by them alone until you settle them. Those from work you may not see yet are not here."
      />
      {page.items.length === 0 ? (
        <EmptyState icon={<CheckCheck />} title="No proposal waits">
          When an annotator names somebody whom the register does not have, it comes here.
        </EmptyState>
      ) : (
        <ul className="flex flex-col gap-4">
          {page.items.map((proposal) => (
            <li key={proposal.id}>
              <Proposal proposal={proposal} actions={actions} />
            </li>
          ))}
        </ul>
      )}
      <Pagination
        newerHref={href(page.previous)}
        olderHref={href(page.next)}
        newerLabel="Previous"
        olderLabel="Next"
      />
    </>
  );
}

function Proposal({ proposal, actions }: { proposal: ProposalDto; actions: Actions }) {
  const hidden = { sourceId: proposal.id };
  return (
    <Card
      title={
        <>
          <SourceLink id={proposal.id} name={proposal.name} /> <Badge>{labelOf(proposal.kind)}</Badge>
        </>
      }
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <ActionForm action={actions.registerSourceAction} label={`Register ${proposal.name}`}>
            <input type="hidden" name="sourceId" value={proposal.id} />
            <SubmitButton size="sm">Register</SubmitButton>
          </ActionForm>
          <MergeForm source={proposal} action={actions.mergeAction} size="sm" />
          <RefuseDialog source={proposal} action={actions.refuseAction} />
        </div>
      }
    >
      {proposal.note && <p className="mb-2 text-sm">{proposal.note}</p>}
      <p className="text-sm text-ink-muted">
        Proposed <Time value={proposal.createdAt} format="day" />
        {proposal.uses.length === 0 && ", used in no mark that you see"}
      </p>
      <ul className="mt-1 flex flex-col gap-1">
        {proposal.uses.map((use) => (
          <li key={use.annotationId} className="text-sm">
            “{use.words || "…"}” in{" "}
            <Link
              className="link"
              href={`/projects/${use.projectSlug}/annotate/${use.layerId}#mark-${use.annotationId}`}
            >
              {use.articleTitle}
            </Link>
          </li>
        ))}
      </ul>
      {proposal.alike.length > 0 && (
        <div className="mt-3">
          <h3 className="mb-1 text-sm font-medium">It may be</h3>
          <ul className="flex flex-col gap-1">
            {proposal.alike.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-2 text-sm">
                <SourceLink id={one.id} name={one.name} />
                <span className="text-ink-muted">{labelOf(one.kind)}</span>
                <FormDialog
                  title={`Merge ${proposal.name} into ${one.name}`}
                  description="Nothing is moved: it stands for the proposal everywhere until you un-merge."
                  button={`It is ${one.name}…`}
                  size="sm"
                  variant="ghost"
                  icon={<GitMerge />}
                  submitLabel="Merge"
                  action={actions.mergeAction}
                  hidden={{ ...hidden, intoId: one.id }}
                >
                  <FormTextArea name="reason" label="Why they are one" required rows={2} />
                </FormDialog>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Card>
  );
}
