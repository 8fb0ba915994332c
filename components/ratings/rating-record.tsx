import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { ChangeWords } from "@/components/versions/change-words";
import { versionHref } from "@/components/versions/version-href";
import type { RecordItem, SourceRecordDto } from "@/lib/ratings/schema";
import { labelOf } from "@/lib/vocabulary";

/** A source's record here, beside the form that rates it; with `isPickable` each entry can be taken as evidence. */
export function RatingRecord({ record, isPickable }: { record: SourceRecordDto; isPickable: boolean }) {
  const against = record.claims.filter(
    (claim) =>
      claim.grades.some((grade) => grade === "4" || grade === "5") || claim.verdicts.includes("refuted"),
  );
  const corrected = record.corrections.filter((one) => one.change === "correction");
  const others = record.corrections.filter((one) => one.change !== "correction");
  return (
    <section aria-label="Its record here" className="flex min-w-0 flex-col gap-4">
      <div>
        <h3 className="text-base font-medium">Its record here</h3>
        <p className="text-sm text-ink-muted">
          {isPickable ? "Tick what your grade rests on. " : ""}From finished articles and your own marks;
          verdicts show where you have graded the claim yourself.
        </p>
      </div>
      <Part title="Claims" count={record.claims.length} empty="No claim of it is marked yet.">
        {record.claims.map((item) => (
          <Entry key={item.annotationId} item={item} isPickable={isPickable}>
            {item.cardId && (
              <Link className="link" href={`/projects/${item.projectSlug}/claims/${item.cardId}`}>
                {judgement(item) || "Its claim card"}
              </Link>
            )}
          </Entry>
        ))}
      </Part>
      <Part
        title="Verdicts against it"
        count={against.length}
        empty="None of these claims was found doubtful, improbable or refuted."
      >
        {against.map((item) => (
          <li key={item.annotationId} className="text-sm">
            “{item.quote}” <Badge tone="warning">{judgement(item)}</Badge>
          </li>
        ))}
      </Part>
      <Part
        title="Dropped attributions"
        count={record.dropped.length}
        empty="No copy in its articles lost who said it."
      >
        {record.dropped.map((item) => (
          <Entry key={item.annotationId} item={item} isPickable={isPickable} />
        ))}
      </Part>
      <Part
        title="Corrections"
        count={corrected.length}
        empty="It has declared none of the changes that are known here."
      >
        {corrected.map((one) => (
          <Changed key={`${one.articleId} ${one.number}`} version={one} />
        ))}
      </Part>
      <Part title="Other changes" count={others.length} empty="None of its articles was changed otherwise.">
        {others.map((one) => (
          <Changed key={`${one.articleId} ${one.number}`} version={one} />
        ))}
      </Part>
      {record.observations.length > 0 && (
        <Part title="Observations" count={record.observations.length} empty="">
          {record.observations.map((one) => (
            <li key={one.id} className="text-sm">
              {one.note}{" "}
              <span className="text-ink-muted">
                “{one.quote}”, {one.byName}
              </span>
            </li>
          ))}
        </Part>
      )}
    </section>
  );
}

function Changed({ version }: { version: SourceRecordDto["corrections"][number] }) {
  return (
    <li className="text-sm">
      <Link className="link" href={versionHref(version)}>
        {version.articleTitle}
      </Link>{" "}
      <span className="text-ink-muted">
        <ChangeWords version={{ ...version, addedAt: version.at }} />
      </span>
      {version.note !== "" && (
        <span className="block text-ink-muted break-words" dir="auto">
          {version.note}
        </span>
      )}
    </li>
  );
}

function judgement({ grades, verdicts }: RecordItem): string {
  return [
    ...(grades.length > 0 ? [`Credibility ${grades.join(", ")}`] : []),
    ...verdicts.map((verdict) => labelOf(verdict)),
  ].join(" · ");
}

function Part({
  title,
  count,
  empty,
  children,
}: {
  title: string;
  count: number;
  empty: string;
  children: ReactNode;
}) {
  return (
    <div>
      <h4 className="mb-1 text-sm font-medium">
        {title}{" "}
        <span className="tabular font-normal text-ink-muted">{count >= 20 ? "20 newest" : count}</span>
      </h4>
      {count === 0 ? (
        <p className="text-sm text-ink-muted">{empty}</p>
      ) : (
        <ul className="flex flex-col gap-2">{children}</ul>
      )}
    </div>
  );
}

function Entry({
  item,
  isPickable,
  children,
}: {
  item: RecordItem;
  isPickable: boolean;
  children?: ReactNode;
}) {
  const quote = `“${item.quote}”`;
  return (
    <li className="min-w-0 text-sm">
      {isPickable ? <Checkbox name="evidence" value={item.annotationId} label={quote} /> : <p>{quote}</p>}
      <p className={classNames("flex flex-wrap gap-x-2 text-ink-muted", isPickable && "pl-6")}>
        <Link className="link" href={markHref(item)}>
          {item.articleTitle}
        </Link>
        {item.how === "printed" && <span>in its own words</span>}
        {!item.isFinal && <Badge>Your mark</Badge>}
        {children}
      </p>
    </li>
  );
}

/** Where a mark stands in its article: the final layer's page, or the article where it is only one's own. */
export function markHref(item: {
  projectSlug: string;
  articleId: string;
  annotationId: string | null;
  isFinal: boolean;
}): string {
  const { projectSlug, articleId, annotationId, isFinal } = item;
  return isFinal && annotationId
    ? `/projects/${projectSlug}/outcome/${articleId}#mark-${annotationId}`
    : `/projects/${projectSlug}/articles/${articleId}`;
}
