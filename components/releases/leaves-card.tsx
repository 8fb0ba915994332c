import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import type { BuilderDto, ReleaseOptions } from "@/lib/releases/schema";

const figures = [
  ["articles", "Articles"],
  ["layers", "Layers"],
  ["annotations", "Marks of all kinds"],
  ["people", "People, as pseudonyms"],
] as const;

/** What would leave the house, before it does: the figures, and of everything about people whether it goes. */
export function LeavesCard({ built, options }: { built: BuilderDto; options: ReleaseOptions }) {
  const { preview } = built;
  const leaves = [
    [
      "Texts",
      options.textFree
        ? `stay: at most ${Math.round(options.textFree.share * 100)} % of each is quoted`
        : "in full",
    ],
    ["People", "as pseudonyms of this release; their key stays here"],
    ["Agreement", built.hasAgreement ? "per pair of pseudonyms" : "not computed yet"],
    ["Claim cards", options.cards ? "leave" : "stay"],
    ["Comments and notes", options.comments ? "leave" : "stay"],
    ["Untouched suggestions", options.leavesUntouched ? "stay" : "leave, told apart"],
    ["Grades of sources", options.ratings ? "leave" : "stay"],
    ["Grades of persons", options.ratings && options.personRatings ? "leave" : "stay"],
    ["Unfinished layers", "stay, always"],
    ["Names, e-mail addresses", "stay, always"],
  ] as const;
  return (
    <Card title="What leaves the house">
      <dl aria-live="polite" className="grid grid-cols-2 gap-x-4 gap-y-3">
        {figures.map(([name, label]) => (
          <div key={name} className="flex flex-col-reverse">
            <dt className="text-sm text-ink-muted">{label}</dt>
            <dd className="tabular text-xl font-semibold">{preview[name].toLocaleString("en")}</dd>
          </div>
        ))}
      </dl>
      <dl className="mt-5 grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1.5 border-t border-border pt-4 text-sm">
        {leaves.map(([what, how]) => (
          <div key={what} className="contents">
            <dt className="text-ink-muted">{what}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
      {preview.articlesBlind > 0 && (
        <ErrorNote tone="warning" className="mt-5 text-sm">
          You are still annotating {articles(preview.articlesBlind)} of these, so others' layers are missing
          there. Hand yours in first, or let another manager build.
        </ErrorNote>
      )}
      {preview.articlesSeenByThis > 0 && (
        <ErrorNote tone="info" className="mt-5 text-sm">
          The files show people's work on {articles(preview.articlesSeenByThis)}. Whoever downloads them has
          seen that, and is not given {preview.articlesSeenByThis === 1 ? "it" : "them"} to annotate any more.
        </ErrorNote>
      )}
    </Card>
  );
}

function articles(count: number): string {
  return count === 1 ? "one article" : `${count.toLocaleString("en")} articles`;
}
