import { exportItems, type ItemChoice } from "@/lib/exports/dataset-items";
import { previewExport, startFormatExport } from "@/lib/exports/queries";
import type { ExportFilter } from "@/lib/exports/schema";
import type { FormatName } from "@/lib/formats/carries";
import type { TagScheme } from "@/lib/formats/conversion";
import { formats } from "@/lib/formats/formats";
import { createLossLog } from "@/lib/formats/losses";
import type { Actor } from "@/lib/policy";
import { exitCodes, wrongUse } from "./command";
import { openTarget } from "./convert-files";
import { printLosses } from "./losses";
import { startProgress } from "./progress";

export type FormatRequest = {
  slug: string;
  output: string;
  filter: ExportFilter;
  items: ItemChoice;
  format: FormatName;
  scheme: TagScheme;
  licence: string | undefined;
  isForced: boolean;
};

/**
 * Exports a project into a file or folder of a format and says on standard error what the format could not carry. Nothing
 * is left behind where it fails. Answers the exit code.
 */
export async function exportInFormat(actor: Actor, request: FormatRequest): Promise<number> {
  const { slug, output, filter, items, format, scheme, licence } = request;
  const { shape } = formats[format];
  if (output === "-" && shape === "folder")
    throw wrongUse(`${format} is a folder of files: name it with -o.`);
  const log = createLossLog();
  const { articles } = await previewExport(actor, slug, filter);
  const exported = await startFormatExport(
    actor,
    slug,
    filter,
    { format, scheme, licence, lose: log.add },
    {
      onProgress: (counts) => progress.show(counts.articles, articles),
      items: (key) => exportItems(actor, slug, key, items),
    },
  );
  const target = await openTarget(output, shape, request.isForced, log.add);
  const progress = startProgress("Exporting", "articles");
  try {
    for await (const piece of exported.pieces) await target.write(piece);
    await target.keep();
  } catch (error) {
    await target.drop();
    throw error;
  } finally {
    progress.end();
  }
  printLosses(log.list());
  const { counts } = exported;
  const size = `${counts.articles} articles, ${counts.layers} layers, ${counts.annotations} marks`;
  console.error(`Exported ${size} from ${slug} as ${format}${output === "-" ? "" : ` to ${output}`}.`);
  return exitCodes.done;
}
