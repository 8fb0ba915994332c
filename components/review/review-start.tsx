import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { ErrorNote } from "@/components/ui/error-note";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ReviewStanding } from "@/lib/review/schema";

const nobodyElse =
  "Nobody else in this project can do it now: a manager adds a reviewer on the page of members, who then finds the article in the queue.";

/** An article that the reader is not reviewing now: what it waits for, and the way in where there is one. */
export function ReviewStart({ standing, start }: { standing: ReviewStanding; start: FormAction<unknown> }) {
  const { slug, articleId, title, state, reviewer, refusal, annotators, settled, hasOtherReviewer } =
    standing;
  const people = annotators === 1 ? "One person has" : `${annotators} people have`;
  const ids = (
    <>
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="articleId" value={articleId} />
    </>
  );
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={title}
        breadcrumb={<Breadcrumb items={[{ href: `/projects/${slug}/review`, label: "Review" }]} />}
      />
      {state === "done" ? (
        <ErrorNote
          tone="info"
          title="This article is finished."
          action={<LinkButton href={`/projects/${slug}/outcome/${articleId}`}>See the outcome</LinkButton>}
        />
      ) : refusal ? (
        <ErrorNote tone="info" title={refusal.message}>
          {!hasOtherReviewer && nobodyElse}
        </ErrorNote>
      ) : state === "open" ? (
        <ErrorNote tone="info" title="Not everybody who annotates this article has handed in yet.">
          It comes into the queue by itself when the last one has.
        </ErrorNote>
      ) : state === "review" && settled && (!reviewer || reviewer.isSelf) ? (
        <>
          <ErrorNote
            tone="info"
            title={
              settled.isSelf
                ? "You have settled every place. A second reviewer confirms it, or returns it to you with a comment."
                : `${settled.by} has settled every place. Read the decisions, then confirm them or return them with a comment.`
            }
          >
            {settled.isSelf && !hasOtherReviewer && nobodyElse}
          </ErrorNote>
          <ActionForm
            action={start}
            label={settled.isSelf ? "Go on reviewing" : "Begin the sign-off"}
            className="mt-4 flex flex-col items-start gap-3"
          >
            {ids}
            <SubmitButton variant={settled.isSelf ? "secondary" : "primary"}>
              {settled.isSelf ? "Go on reviewing" : "Begin the sign-off"}
            </SubmitButton>
          </ActionForm>
        </>
      ) : state === "review" && (!reviewer || reviewer.isSelf) ? (
        <>
          <p className="mb-4 text-base text-ink-muted">
            {people} annotated it. When you begin, it is yours until you finish it or put it back; what was
            marked is shown to you from then on.
          </p>
          <ActionForm action={start} label="Begin the review" className="flex flex-col items-start gap-3">
            {ids}
            <SubmitButton>Begin the review</SubmitButton>
          </ActionForm>
        </>
      ) : (
        <>
          <ErrorNote
            tone="info"
            title={
              state === "review"
                ? `${reviewer?.name ?? "Somebody"} is to review this article.`
                : `${reviewer?.name ?? "Somebody"} is reviewing this article now.`
            }
          />
          {standing.mayTakeOver && (
            <ActionForm action={start} label="Take it over" className="mt-4 flex flex-col items-start gap-3">
              {ids}
              <input type="hidden" name="takeOver" value="yes" />
              <SubmitButton variant="secondary">Take it over</SubmitButton>
              <p className="text-sm text-ink-muted">Every decision made so far stays.</p>
            </ActionForm>
          )}
        </>
      )}
    </div>
  );
}
