import { CoverageFacts, SidesTable } from "@/components/releases/release-split-card";
import { ErrorNote } from "@/components/ui/error-note";
import type { JoinedCounts, TrialResult } from "@/lib/releases/trial-schema";

const grounds: Record<keyof JoinedCounts, string> = {
  text: "have the very text of another",
  reuse: "share a confirmed copy with another",
  derivation: "derive from another",
  cards: "stand on one claim card with another",
  stories: "belong to one story with another",
  sources: "are of one publisher with another",
  shared: "share twelve words in a row with another",
};

/** The figures of a trial: independent groups and what joins articles to them, sides or why there can be none, and what is quoted. */
export function TrialFigures({ result }: { result: TrialResult }) {
  const { split, refusal, textFree, articles } = result;
  const joinedBy = split?.joinedBy ?? refusal?.joinedBy ?? null;
  const groups = split?.groups.all ?? refusal?.groups ?? null;
  return (
    <>
      {refusal && (
        <ErrorNote tone="warning" title="It cannot be split like this.">
          {refusal.message}
        </ErrorNote>
      )}
      {groups !== null && joinedBy && <Ladder articles={articles} groups={groups} joinedBy={joinedBy} />}
      {split && (
        <div>
          <SidesTable split={split} />
        </div>
      )}
      {textFree && <CoverageFacts free={textFree} />}
      {result.hiddenArticles > 0 && (
        <p className="text-sm text-ink-muted">
          Of {result.hiddenArticles.toLocaleString("en")} that you still annotate only your own work is
          counted.
        </p>
      )}
    </>
  );
}

function Ladder({
  articles,
  groups,
  joinedBy,
}: {
  articles: number;
  groups: number;
  joinedBy: JoinedCounts;
}) {
  const steps = [
    joinedBy.text,
    joinedBy.reuse,
    joinedBy.derivation,
    joinedBy.cards,
    joinedBy.stories,
    joinedBy.sources,
    joinedBy.shared,
  ];
  const names = ["text", "reuse", "derivation", "cards", "stories", "sources", "shared"] as const;
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
      <Row count={articles}>articles</Row>
      {names.map((name, place) =>
        (steps[place] ?? 0) > 0 ? (
          <Row key={name} count={-(steps[place] ?? 0)}>
            {grounds[name]}
          </Row>
        ) : null,
      )}
      <Row count={groups} isSum>
        independent groups, each on one side
      </Row>
    </dl>
  );
}

function Row({ count, isSum = false, children }: { count: number; isSum?: boolean; children: string }) {
  const border = isSum ? "mt-1 border-t border-border pt-1.5 font-semibold" : "";
  return (
    <div className="contents">
      <dt className={`tabular text-right ${border}`}>
        {count < 0 ? `−${(-count).toLocaleString("en")}` : count.toLocaleString("en")}
      </dt>
      <dd className={`${border} ${count < 0 ? "text-ink-muted" : ""}`}>{children}</dd>
    </div>
  );
}
