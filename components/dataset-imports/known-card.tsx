import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import { placeOf } from "@/lib/dataset-imports/place";
import type { DatasetDto, KnownRecord } from "@/lib/dataset-imports/schema";

/** What somebody takes in all the same. */
export type TakenAgain = { takesNewer: boolean; takesWithdrawn: boolean };

/** Articles of a dataset that are known before and left out unless told otherwise: other texts of an article's address, and texts withdrawn for good. */
export function KnownCard({
  slug,
  batch,
  taken,
  onChange,
}: {
  slug: string;
  batch: Pick<DatasetDto, "id" | "known" | "report">;
  taken: TakenAgain;
  onChange: (taken: TakenAgain) => void;
}) {
  const { newer, withdrawn } = batch.report.known;
  const newerRows = batch.known.filter((row) => row.newerOf !== null);
  const withdrawnRows = batch.known.filter((row) => row.withdrawn !== null);
  return (
    <Card title="Known from before">
      <div className="flex flex-col gap-5">
        {newer > 0 && (
          <section aria-label="Other texts of articles that are here" className="flex flex-col gap-2">
            <p className="text-sm">
              {newer === 1
                ? "One article has the address of an article here, and another text."
                : `${newer.toLocaleString("en")} articles have the address of an article here, and another text.`}{" "}
              {newer === 1 ? "It is" : "They are"} left out. Where you add a newer version first, this import
              attaches its layers to that.
            </p>
            <Rows count={newer} rows={newerRows}>
              {(row) =>
                row.newerOf && (
                  <>
                    another text of{" "}
                    <Link className="link" href={`/projects/${slug}/articles/${row.newerOf.articleId}`}>
                      {row.newerOf.title}
                    </Link>
                    .{" "}
                    <Link
                      className="link"
                      href={`/projects/${slug}/articles/${row.newerOf.articleId}/versions/new?batch=${batch.id}&record=${row.id}`}
                    >
                      Add it as a newer version
                    </Link>
                  </>
                )
              }
            </Rows>
            <Checkbox
              label="Import all the same"
              help={newer === 1 ? "As an article of its own." : "As articles of their own."}
              checked={taken.takesNewer}
              onChange={(event) => onChange({ ...taken, takesNewer: event.target.checked })}
            />
          </section>
        )}
        {withdrawn > 0 && (
          <section aria-label="Texts withdrawn for good" className="flex flex-col gap-2">
            <p className="text-sm">
              {withdrawn === 1
                ? "The text of one article was withdrawn for good, and is left out."
                : `The texts of ${withdrawn.toLocaleString("en")} articles were withdrawn for good, and are left out.`}
            </p>
            <Rows count={withdrawn} rows={withdrawnRows}>
              {(row) =>
                row.withdrawn && (
                  <>
                    {row.withdrawn.by ?? "an administrator"} withdrew it on{" "}
                    <Time value={row.withdrawn.at} format="day" />
                  </>
                )
              }
            </Rows>
            <Checkbox
              label="Import withdrawn texts all the same"
              checked={taken.takesWithdrawn}
              onChange={(event) => onChange({ ...taken, takesWithdrawn: event.target.checked })}
            />
          </section>
        )}
      </div>
    </Card>
  );
}

/** Where an article stands in the files, where its title does not say so. */
function placeBeside({ title, file, line }: KnownRecord): React.ReactNode {
  if (line === null && (file === title || title === "")) return null;
  return <span className="text-ink-muted"> {placeOf({ file, line })}</span>;
}

/** The first of the articles, each with its place in the files and what is known of it. */
function Rows({
  rows,
  count,
  children,
}: {
  rows: readonly KnownRecord[];
  count: number;
  children: (row: KnownRecord) => React.ReactNode;
}) {
  return (
    <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto text-sm">
      {rows.map((row) => (
        <li key={row.id} className="break-words">
          <span className="font-medium">{row.title || row.file}</span>
          {placeBeside(row)}: {children(row)}
        </li>
      ))}
      {count > rows.length && (
        <li className="text-ink-muted">… and {(count - rows.length).toLocaleString("en")} more</li>
      )}
    </ul>
  );
}
