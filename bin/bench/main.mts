import { benchAgreement } from "./agreement.mts";
import { benchAgreementLoad } from "./agreement-load.mts";
import { benchBoards } from "./boards.mts";
import { benchCorroborate } from "./corroborate.mts";
import { benchExport } from "./export.mts";
import { benchFlat } from "./flat.mts";
import { benchFormats } from "./formats.mts";
import { benchImport, benchImportLoad } from "./import-load.mts";
import { benchMarks } from "./marks.mts";
import { benchPull } from "./pull.mts";
import { benchQueue } from "./queue.mts";
import { benchReleases } from "./releases.mts";
import { benchSave } from "./save.mts";
import { benchSpans } from "./spans.mts";
import { benchSplits } from "./splits.mts";
import { benchTwins } from "./twins.mts";
import { benchWorkbench } from "./workbench.mts";

const parts: Record<string, () => Promise<void>> = {
  save: benchSave,
  spans: benchSpans,
  flat: benchFlat,
  boards: benchBoards,
  queue: benchQueue,
  pull: benchPull,
  marks: benchMarks,
  export: benchExport,
  formats: benchFormats,
  releases: benchReleases,
  import: benchImport,
  "import-load": benchImportLoad,
  corroborate: benchCorroborate,
  agreement: benchAgreement,
  "agreement-load": benchAgreementLoad,
  workbench: benchWorkbench,
  splits: benchSplits,
  twins: benchTwins,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join(", ")}"; there are ${Object.keys(parts).join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const [name, run] of Object.entries(parts))
    if (wanted.length === 0 || wanted.includes(name)) await run();
}
