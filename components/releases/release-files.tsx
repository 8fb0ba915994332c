import { fileSizeText } from "@/components/ui/file-size-text";
import { Pagination } from "@/components/ui/pagination";
import { Table, TableBody, TableCell, TableHead, TableHeadCell, TableRow } from "@/components/ui/table";
import type { Page } from "@/lib/page";
import type { ReleaseFileDto } from "@/lib/releases/schema";

/** The files of a release, each to be taken by itself where its reader may. */
export function ReleaseFiles({
  base,
  api,
  files,
  isOpen,
}: {
  base: string;
  api: string;
  files: Page<ReleaseFileDto>;
  isOpen: boolean;
}) {
  const hrefOf = (cursor: string | null) =>
    cursor ? `${base}?files=${encodeURIComponent(cursor)}` : undefined;
  return (
    <section aria-labelledby="files">
      <h2 id="files" className="mb-3 text-lg font-semibold">
        Files
      </h2>
      <Table caption="Files of the release">
        <TableHead>
          <TableHeadCell>File</TableHeadCell>
          <TableHeadCell isNumeric>Size</TableHeadCell>
          <TableHeadCell>SHA-256</TableHeadCell>
        </TableHead>
        <TableBody>
          {files.items.map(({ path, bytes, sha256 }) => (
            <TableRow key={path}>
              <TableCell isRowHead className="break-all">
                {isOpen ? (
                  <a href={`${api}/file?path=${encodeURIComponent(path)}`} download className="link">
                    {path}
                  </a>
                ) : (
                  path
                )}
              </TableCell>
              <TableCell isNumeric className="whitespace-nowrap">
                {fileSizeText(bytes)}
              </TableCell>
              <TableCell className="font-mono text-xs break-all text-ink-muted">{sha256}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <Pagination
        newerHref={hrefOf(files.previous)}
        olderHref={hrefOf(files.next)}
        newerLabel="Before"
        olderLabel="More files"
      />
    </section>
  );
}
