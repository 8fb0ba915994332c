import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { ChangeDay } from "@/components/versions/change-words";
import { counted } from "@/lib/counted";
import type { VersionDto } from "@/lib/versions/schema";
import { versionChangeTerms } from "@/lib/vocabulary";

/** An article's texts, the newest first: why each differs from the one before, and how that one's marks came over. */
export function VersionList({
  base,
  versions,
  shown,
}: {
  /** Address of the page, whose query names the two texts compared. */
  base: string;
  versions: readonly VersionDto[];
  /** Numbers of the texts that are compared beneath; null for none. */
  shown: { from: number; to: number } | null;
}) {
  return (
    <Table caption="Texts of this article">
      <TableHead>
        <TableHeadCell>Version</TableHeadCell>
        <TableHeadCell>Change</TableHeadCell>
        <TableHeadCell>Changed</TableHeadCell>
        <TableHeadCell>Added</TableHeadCell>
        <TableHeadCell isNumeric>Characters</TableHeadCell>
        <TableHeadCell>Marks carried over</TableHeadCell>
        <TableHeadCell>
          <span className="sr-only">Compare</span>
        </TableHeadCell>
      </TableHead>
      <TableBody>
        {versions.map((version) => {
          const former = versions.find((one) => one.number < version.number);
          return (
            <TableRow
              key={version.id}
              isSelected={shown?.to === version.number && shown.from === former?.number}
            >
              <TableCell isRowHead className="whitespace-nowrap align-top">
                {version.number} {version.isNewest && <Badge tone="accent">Newest</Badge>}
              </TableCell>
              <TableCell className="min-w-48 align-top">
                {version.change === null ? "As imported" : versionChangeTerms[version.change].label}
                {version.note !== "" && (
                  <p className="max-w-prose text-ink-muted text-pretty break-words" dir="auto">
                    {version.note}
                  </p>
                )}
                {version.isRedacted && (
                  <p className="text-ink-muted">Withdrawn: the text is no longer kept.</p>
                )}
              </TableCell>
              <TableCell className="align-top whitespace-nowrap">
                {version.changedAt ? (
                  <ChangeDay value={version.changedAt} />
                ) : (
                  <span className="text-ink-muted">{version.change === null ? "–" : "Not known"}</span>
                )}
              </TableCell>
              <TableCell className="align-top">
                <Time value={version.addedAt} format="day" />
                <span className="block text-ink-muted">{version.addedBy?.name ?? "Import"}</span>
              </TableCell>
              <TableCell isNumeric className="align-top">
                {version.length.toLocaleString("en")}
              </TableCell>
              <TableCell className="align-top">
                <Carried marks={version.marks} isHidden={version.marksAreHidden} />
              </TableCell>
              <TableCell className="align-top whitespace-nowrap">
                {former && (
                  <Link
                    className="link"
                    href={`${base}?from=${former.number}&to=${version.number}#comparison`}
                  >
                    Compare <span className="sr-only">version {version.number} </span>with {former.number}
                  </Link>
                )}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function Carried({ marks, isHidden }: { marks: VersionDto["marks"]; isHidden: boolean }) {
  if (isHidden) return <span className="text-ink-muted">Shown once somebody has looked them through</span>;
  if (!marks) return <span className="text-ink-muted">–</span>;
  const settled = marks.orphaned - marks.open;
  return (
    <>
      <span className="whitespace-nowrap">
        {counted(marks.exact + marks.moved, "mark")} kept
        {marks.moved > 0 && `, ${marks.moved} of them moved`}
      </span>
      {marks.orphaned > 0 && (
        <span className="block whitespace-nowrap">
          {marks.orphaned} lost {marks.orphaned === 1 ? "its" : "their"} words
          {marks.open > 0 ? (
            <>
              {" "}
              <Badge tone="warning">{marks.open} open</Badge>
            </>
          ) : (
            settled > 0 && <span className="text-ink-muted">, settled</span>
          )}
        </span>
      )}
    </>
  );
}
