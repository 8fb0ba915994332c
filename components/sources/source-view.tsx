import { Pencil } from "lucide-react";
import { CommentsPanel } from "@/components/comments/comments-panel";
import { ActionForm } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormDialog } from "@/components/sources/form-dialog";
import { MergeForm } from "@/components/sources/merge-form";
import { RefuseDialog } from "@/components/sources/refuse-dialog";
import type { SourceActions } from "@/components/sources/source-actions";
import { SourceFields } from "@/components/sources/source-fields";
import { SourceLink } from "@/components/sources/source-link";
import { SourcePart, type SourcePartDto } from "@/components/sources/source-part";
import { SourceTerms } from "@/components/sources/source-terms";
import { SourceTies } from "@/components/sources/source-ties";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import {
  type SourceDto,
  type SourcePageQuery,
  type SourcePermissions,
  sourceViews,
} from "@/lib/sources/schema";
import { labelOf } from "@/lib/vocabulary";

const viewLabels: Record<SourcePageQuery["view"], string> = {
  reliability: "Reliability",
  said: "Attributed to it",
  articles: "Published here",
  claims: "How its claims fared",
  observations: "Observations",
  history: "History",
};

/** A source's page: who it is, what it is tied to, its record here, and its ratings. */
export function SourceView({
  source,
  base,
  part,
  permissions,
  actions,
}: {
  source: SourceDto;
  /** Where the register stands: in a project, or for the installation. */
  base: string;
  part: SourcePartDto;
  permissions: SourcePermissions;
  actions: SourceActions;
}) {
  const canChange = permissions.canEdit || (source.isProposal && source.isMine && permissions.canPropose);
  const hidden = { sourceId: source.id };
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Sources" }]} />}
        title={source.name}
        lead={source.note}
        meta={
          <>
            <Badge>{labelOf(source.kind)}</Badge>
            {source.isProposal && <Badge tone="warning">{source.isRefused ? "Refused" : "Proposed"}</Badge>}
          </>
        }
        actions={
          <>
            {permissions.canEdit && !source.mergedInto && (
              <MergeForm source={source} action={actions.mergeAction} />
            )}
            {canChange && (
              <FormDialog
                title={`Edit ${source.name}`}
                button="Edit…"
                icon={<Pencil />}
                submitLabel="Save"
                action={actions.editSourceAction}
                hidden={{ ...hidden, revision: String(source.revision) }}
              >
                <SourceFields source={source} />
              </FormDialog>
            )}
          </>
        }
      />
      <SourceState source={source} canEdit={permissions.canEdit} actions={actions} />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <LinkTabs
            label="Its record"
            className="-mb-2"
            tabs={sourceViews.map((view) => ({
              href: `${base}/${source.id}${view === "reliability" ? "" : `?view=${view}`}`,
              label: viewLabels[view],
              isCurrent: part.view === view,
            }))}
          />
          <SourcePart
            source={source}
            part={part}
            permissions={permissions}
            rounds={base.replace(/sources$/, "rounds")}
            actions={actions}
          />
        </div>
        <aside className="flex min-w-0 flex-col gap-6" aria-label="About this source">
          <SourceTies source={source} canChange={canChange} actions={actions} />
          {source.kind === "person" ? null : (
            <SourceTerms source={source} canEdit={permissions.canEdit} action={actions.noteTermsAction} />
          )}
          <Card title="Comments">
            <CommentsPanel place={{ sourceId: source.id }} />
          </Card>
        </aside>
      </div>
    </>
  );
}

function SourceState({
  source,
  canEdit,
  actions,
}: {
  source: SourceDto;
  canEdit: boolean;
  actions: SourceActions;
}) {
  const hidden = { sourceId: source.id };
  return (
    <div className="mb-6 flex flex-col gap-3 empty:hidden">
      {source.isProposal && (
        <ErrorNote
          tone="info"
          title={
            source.isRefused
              ? "This proposal was refused; its history says why."
              : "This source is a proposal."
          }
        >
          {canEdit ? (
            <div className="mt-2 flex flex-col gap-2">
              <p className="text-sm">
                {source.isRefused
                  ? "Marks that use it keep it, and nobody is offered it. It may still be registered."
                  : "Register it, merge it into the source that it is, or refuse it."}
              </p>
              <div className="flex flex-wrap gap-2">
                <ActionForm action={actions.registerSourceAction}>
                  <input type="hidden" name="sourceId" value={source.id} />
                  <SubmitButton size="sm">Register</SubmitButton>
                </ActionForm>
                {!source.isRefused && <RefuseDialog source={source} action={actions.refuseAction} />}
              </div>
            </div>
          ) : (
            <p className="text-sm">
              {source.isRefused
                ? "Your marks keep it. Resolve them to a source of the register where you can."
                : "Only you see it until a reviewer registers it."}
            </p>
          )}
        </ErrorNote>
      )}
      {source.mergedInto && (
        <ErrorNote
          tone="info"
          title={
            <>
              Merged into <SourceLink id={source.mergedInto.id} name={source.mergedInto.name} />, which stands
              for it everywhere.
            </>
          }
          action={
            canEdit && (
              <FormDialog
                title={`Un-merge ${source.name}`}
                description="Everything stands again as before the merge."
                button="Un-merge…"
                size="sm"
                submitLabel="Un-merge"
                action={actions.unmergeAction}
                hidden={hidden}
              >
                <FormTextArea name="reason" label="Why they are two" required rows={2} />
              </FormDialog>
            )
          }
        />
      )}
    </div>
  );
}
