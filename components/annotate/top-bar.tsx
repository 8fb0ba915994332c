import { SendHorizontal, SkipForward, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import type { LayerView } from "@/components/annotate/layer-store";
import { SaveSign } from "@/components/annotate/save-sign";
import { localDay } from "@/components/articles/local-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { VersionLink } from "@/components/versions/version-link";
import type { ArticleText, WorkPosition } from "@/lib/articles/text-schema";
import { labelOf } from "@/lib/vocabulary";

/** The line above the article: what it is, how far the work is, whether it is saved, and handing it in. */
export function TopBar({
  article,
  position,
  view,
  backHref,
  isOwn,
  onSubmit,
  onRecall,
  onSkip,
}: {
  article: ArticleText;
  position: WorkPosition;
  view: LayerView;
  backHref: string;
  isOwn: boolean;
  onSubmit: () => void;
  onRecall: () => void;
  onSkip: () => void;
}) {
  const isSubmitted = view.layer.state === "submitted";
  const mayRecall = isOwn && isSubmitted && ["open", "review"].includes(view.layer.articleState);
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-border bg-surface px-4 py-1.5">
      <h1
        className="min-w-0 max-w-full shrink truncate text-base font-semibold"
        title={article.title}
        dir="auto"
      >
        <Link href={backHref} className="hover:underline">
          {article.title}
        </Link>
      </h1>
      <section
        aria-label="Facts of the article"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard
        tabIndex={0}
        className="flex min-w-0 items-center gap-1.5 overflow-x-auto rounded-sm -outline-offset-2 max-md:w-full"
      >
        <Chips article={article} versionsHref={`${backHref}/versions`} />
      </section>
      <div className="ml-auto flex items-center gap-3">
        <span
          className="whitespace-nowrap text-sm text-ink-muted tabular-nums max-sm:hidden"
          title="Articles you have submitted, of all in the project"
        >
          {position.submitted} of {position.total}
        </span>
        <SaveSign outbox={view.outbox} isOpening={view.phase === "loading"} />
        {mayRecall && (
          <Button size="sm" icon={<Undo2 />} onClick={onRecall}>
            Recall
          </Button>
        )}
        {isOwn && view.layer.state === "open" && (
          <Button size="sm" variant="ghost" icon={<SkipForward />} onClick={onSkip}>
            Skip
          </Button>
        )}
        {isOwn && (view.layer.state === "open" || view.layer.state === "returned") && (
          <Button size="sm" variant="primary" icon={<SendHorizontal />} onClick={onSubmit}>
            Submit
          </Button>
        )}
      </div>
    </div>
  );
}

function Chips({ article, versionsHref }: { article: ArticleText; versionsHref: string }): ReactNode {
  const { publisher, credits, byline, publishedAt, publishedText, translated, originalLanguage } = article;
  const from = originalLanguage ? ` from ${originalLanguage}` : "";
  return (
    <>
      {article.version.number > 1 && <VersionLink href={versionsHref} version={article.version} />}
      <Badge title="Publisher">{publisher ?? "Publisher unknown"}</Badge>
      {credits.map((credit) => (
        <Badge key={credit} title="Credited">
          Credit: {credit}
        </Badge>
      ))}
      {byline && <Badge title="Byline">{byline}</Badge>}
      <Badge title="Published">
        {publishedAt ? (
          <Time value={publishedAt} format="day" />
        ) : publishedText ? (
          localDay(publishedText)
        ) : (
          "Date unknown"
        )}
      </Badge>
      {(translated === "machine" || translated === "human") && (
        <Badge tone={translated === "machine" ? "warning" : "neutral"}>
          {labelOf(translated)}
          {from}
        </Badge>
      )}
      {translated === "unsure" && <Badge>Perhaps translated</Badge>}
      {article.lang && <Badge title="Language">{article.lang}</Badge>}
    </>
  );
}
