import { GitMerge, Pencil } from "lucide-react";
import Link from "next/link";
import { ActionForm } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { RatingsPanel } from "@/components/ratings/ratings-panel";
import { FormDialog } from "@/components/sources/form-dialog";
import type { SourceActions } from "@/components/sources/source-actions";
import { SourceFields } from "@/components/sources/source-fields";
import { SourcePicker } from "@/components/sources/source-picker";
import { SourceRecord } from "@/components/sources/source-record";
import { SourceTies } from "@/components/sources/source-ties";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { SourceRatingsDto } from "@/lib/ratings/schema";
import type {
  SourceArticleDto,
  SourceAttributionDto,
  SourceDto,
  SourceEventDto,
  SourcePermissions,
} from "@/lib/sources/schema";
import { labelOf } from "@/lib/vocabulary";

const eventLabels: Record<string, string> = {
  "source.created": "Added",
  "source.proposed": "Proposed",
  "source.registered": "Registered",
  "source.edited": "Changed",
  "source.merged": "Merged into",
  "source.unmerged": "Un-merged from",
  "source.alias-added": "Name added",
  "source.alias-removed": "Name removed",
  "source.domain-added": "Domain added",
  "source.domain-removed": "Domain removed",
  "source.affiliation-added": "Belongs to",
  "source.affiliation-removed": "No longer belongs to",
};

/** A source's page: who it is, what it is tied to, its record here, and its ratings. */
export function SourceView({
  source,
  articles,
  attributions,
  ratings,
  events,
  permissions,
  actions,
}: {
  source: SourceDto;
  articles: Page<SourceArticleDto>;
  attributions: Page<SourceAttributionDto>;
  ratings: SourceRatingsDto;
  events: SourceEventDto[];
  permissions: SourcePermissions;
  actions: SourceActions;
}) {
  const canChange = permissions.canEdit || (source.isProposal && source.isMine && permissions.canPropose);
  const hidden = { sourceId: source.id };
  return (
    <>
      <PageHeader
        breadcrumb={<Breadcrumb items={[{ href: "/sources", label: "Sources" }]} />}
        title={source.name}
        lead={source.note}
        meta={
          <>
            <Badge>{labelOf(source.kind)}</Badge>
            {source.isProposal && <Badge tone="warning">Proposed</Badge>}
          </>
        }
        actions={
          <>
            {permissions.canEdit && !source.mergedInto && (
              <FormDialog
                title={`Merge ${source.name} into another source`}
                description="Nothing is moved: the other source stands for this one everywhere until you un-merge."
                button="Merge…"
                icon={<GitMerge />}
                submitLabel="Merge"
                action={actions.mergeAction}
                hidden={hidden}
              >
                <SourcePicker name="intoId" label="The source that stays" exceptId={source.id} />
                <FormTextArea name="reason" label="Why they are one" required rows={2} />
              </FormDialog>
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
          <RatingsPanel
            source={source}
            ratings={ratings}
            permissions={permissions}
            rate={actions.rateAction}
            decide={actions.houseGradeAction}
          />
          <SourceRecord sourceId={source.id} articles={articles} attributions={attributions} />
        </div>
        <aside className="flex min-w-0 flex-col gap-6" aria-label="About this source">
          <SourceTies source={source} canChange={canChange} actions={actions} />
          <Card title="History">
            <ol className="flex flex-col gap-2 text-sm">
              {events.map((event) => (
                <li key={event.id}>
                  <span className="font-medium">{eventLabels[event.type] ?? event.type}</span> {event.detail}
                  <span className="block text-ink-muted">
                    {event.actorName}, <Time value={event.at} />
                  </span>
                </li>
              ))}
              {events.length === 0 && (
                <li className="text-ink-muted">Nothing has changed since it was added.</li>
              )}
            </ol>
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
        <ErrorNote tone="info" title="This source is a proposal.">
          {canEdit ? (
            <ActionForm action={actions.registerSourceAction} className="mt-2 flex flex-col gap-2">
              <input type="hidden" name="sourceId" value={source.id} />
              <p className="text-sm">Register it, or merge it into the source that it is.</p>
              <div>
                <SubmitButton size="sm">Register</SubmitButton>
              </div>
            </ActionForm>
          ) : (
            <p className="text-sm">Only you see it until a reviewer registers it.</p>
          )}
        </ErrorNote>
      )}
      {source.mergedInto && (
        <ErrorNote
          tone="info"
          title={
            <>
              Merged into{" "}
              <Link className="link" href={`/sources/${source.mergedInto.id}`}>
                {source.mergedInto.name}
              </Link>
              , which stands for it everywhere.
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
