import { Download, GitCompare } from "lucide-react";
import type { FormAction } from "@/components/forms/action-form";
import { ReleaseAgreementCard } from "@/components/releases/release-agreement-card";
import { ReleaseFacts } from "@/components/releases/release-facts";
import { ReleaseFiles } from "@/components/releases/release-files";
import { ReleaseLossesCard } from "@/components/releases/release-losses-card";
import { ReleaseNotes } from "@/components/releases/release-notes";
import { ReleaseProgress } from "@/components/releases/release-progress";
import { ReleaseCoverageCard, ReleaseSplitCard } from "@/components/releases/release-split-card";
import { ReleaseState } from "@/components/releases/release-state";
import { RetryButton } from "@/components/releases/retry-button";
import { WithdrawButton } from "@/components/releases/withdraw-button";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { buttonClass } from "@/components/ui/button-class";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import type { Page } from "@/lib/page";
import type { ReleaseDto, ReleaseFileDto } from "@/lib/releases/schema";

/** One release: being built, failed, or done with its files and all that is told of them. */
export function ReleaseView({
  slug,
  release,
  files,
  retry,
  withdraw,
}: {
  slug: string;
  release: ReleaseDto;
  files: Page<ReleaseFileDto>;
  retry: FormAction<null>;
  withdraw: FormAction<null>;
}) {
  const base = `/projects/${slug}/releases`;
  const api = `/api/projects/${slug}/releases/${release.id}`;
  const isDone = release.state === "done";
  const isOpen = isDone && release.closedBecause === null;
  return (
    <>
      <PageHeader
        title={`${release.name} ${release.version}`}
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Releases" }]} />}
        meta={
          <>
            <ReleaseState release={release} />
            <span>
              Asked for <Time value={release.createdAt} /> by {release.createdBy}
            </span>
          </>
        }
        actions={
          isDone && (
            <>
              {isOpen && release.earlier.length > 0 && (
                <LinkButton href={`${base}/${release.id}/differences`} icon={<GitCompare />}>
                  Compare
                </LinkButton>
              )}
              {!release.isWithdrawn && (
                <WithdrawButton slug={slug} releaseId={release.id} withdraw={withdraw} />
              )}
              {isOpen && (
                <a href={`${api}/archive`} download className={buttonClass("primary")}>
                  <Download aria-hidden="true" />
                  Download all
                </a>
              )}
            </>
          )
        }
      />
      <div className="flex flex-col gap-6">
        {release.withdrawnWhy !== null && (
          <ErrorNote tone="warning" title="Withdrawn: do not use it any more.">
            {release.withdrawnWhy} Its files stay for whoever has built on it.
          </ErrorNote>
        )}
        {release.closedBecause !== null && isDone && (
          <ErrorNote tone="info" title="Its files are closed to you.">
            {release.closedBecause}
          </ErrorNote>
        )}
        {release.state === "failed" && (
          <ErrorNote
            title="It could not be built."
            action={<RetryButton slug={slug} releaseId={release.id} retry={retry} />}
          >
            {release.failure} Nothing of it is visible to others; its version is free again until you try once
            more.
          </ErrorNote>
        )}
        {(release.state === "queued" || release.state === "building") && (
          <Card title="Being built">
            <ReleaseProgress href={api} initial={release} />
          </Card>
        )}
        <ReleaseFacts release={release} />
        {isDone && <ReleaseFiles base={`${base}/${release.id}`} api={api} files={files} isOpen={isOpen} />}
        {release.report?.split && <ReleaseSplitCard split={release.report.split} />}
        {release.report?.textFree && <ReleaseCoverageCard free={release.report.textFree} />}
        {release.report && release.report.textFree === null && (
          <ReleaseLossesCard losses={release.report.losses} />
        )}
        {release.inputs && <ReleaseAgreementCard agreement={release.inputs.agreement} />}
        {release.closedBecause === null && (
          <Card title="What was not annotated">
            <ReleaseNotes text={release.notes} />
          </Card>
        )}
      </div>
    </>
  );
}
