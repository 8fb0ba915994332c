import { RefreshCw } from "lucide-react";
import { AutoRefresh } from "@/components/agreement/auto-refresh";
import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { ErrorNote } from "@/components/ui/error-note";
import { Progress } from "@/components/ui/progress";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { Freshness } from "@/lib/project-agreement/schema";

/** When the figures were computed and from how many articles, what has changed since, and how far a computation is. */
export function FreshnessNote({
  slug,
  freshness,
  refresh,
}: {
  slug: string;
  freshness: Freshness;
  refresh: FormAction<null>;
}) {
  const { computedAt, articles, newer, isMoreNewer, isWanted, isRunning, done, total, hasFailed } = freshness;
  const isUnderWay = isWanted || isRunning;
  return (
    <div className="mb-6 flex flex-col gap-3">
      {hasFailed && (
        <ErrorNote title="The figures could not be computed.">
          Try again; if it goes on, the server’s log names the reason.
        </ErrorNote>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-ink-muted">
        {computedAt && (
          <p>
            Computed <Time value={computedAt} /> from{" "}
            {articles === 1 ? "one article" : `${articles} articles`}
            {newer > 0 && `; ${isMoreNewer ? "more than " : ""}${newer} changed since`}.
            {freshness.isOwn && " Articles on which your own work could still change are left out."}
          </p>
        )}
        {!isUnderWay && (
          <ActionForm action={refresh} label="Compute again" className="">
            <input type="hidden" name="slug" value={slug} />
            <SubmitButton variant="secondary" size="sm" icon={<RefreshCw />}>
              Compute again
            </SubmitButton>
          </ActionForm>
        )}
      </div>
      {isUnderWay && (
        <>
          <Progress
            label={isRunning ? "Computing" : "Waiting to be computed"}
            detail={total > 0 && isRunning ? `${done} of ${total}` : undefined}
            value={total > 0 && isRunning ? done : undefined}
            max={total > 0 ? total : 100}
            className="max-w-md"
          />
          <AutoRefresh />
        </>
      )}
    </div>
  );
}
