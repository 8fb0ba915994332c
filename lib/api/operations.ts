import "server-only";
import { accountOperations } from "@/lib/api/nouns/account";
import { agreementOperations } from "@/lib/api/nouns/agreement";
import { arrangeOperations } from "@/lib/api/nouns/arrange";
import { articleOperations } from "@/lib/api/nouns/articles";
import { attributeOperations } from "@/lib/api/nouns/attributes";
import { cardTieOperations } from "@/lib/api/nouns/card-ties";
import { cardOperations } from "@/lib/api/nouns/cards";
import { commentOperations } from "@/lib/api/nouns/comments";
import { datasetImportOperations } from "@/lib/api/nouns/dataset-imports";
import { datasetOperations } from "@/lib/api/nouns/datasets";
import { guidelineOperations } from "@/lib/api/nouns/guidelines";
import { historyOperations } from "@/lib/api/nouns/history";
import { importOperations } from "@/lib/api/nouns/imports";
import { layerOperations } from "@/lib/api/nouns/layers";
import { markOperations } from "@/lib/api/nouns/marks";
import { memberOperations } from "@/lib/api/nouns/members";
import { outcomeOperations } from "@/lib/api/nouns/outcomes";
import { pairOperations } from "@/lib/api/nouns/pairs";
import { preferenceOperations } from "@/lib/api/nouns/preferences";
import { projectOperations } from "@/lib/api/nouns/projects";
import { ratingOperations } from "@/lib/api/nouns/ratings";
import { redactionOperations } from "@/lib/api/nouns/redactions";
import { releaseOperations } from "@/lib/api/nouns/releases";
import { reuseOperations } from "@/lib/api/nouns/reuse";
import { reviewOperations } from "@/lib/api/nouns/reviews";
import { sourceTieOperations } from "@/lib/api/nouns/source-ties";
import { sourceOperations } from "@/lib/api/nouns/sources";
import { suggestionOperations } from "@/lib/api/nouns/suggestions";
import { versionOperations } from "@/lib/api/nouns/versions";
import { webImportOperations } from "@/lib/api/nouns/web-imports";
import { workOperations } from "@/lib/api/nouns/work";
import type { Operation } from "@/lib/api/operation";

/** Everything that the API can do: routes, OpenAPI, its page and its test are all read from here. */
export const operations: readonly Operation[] = [
  ...accountOperations,
  ...preferenceOperations,
  ...redactionOperations,
  ...projectOperations,
  ...attributeOperations,
  ...memberOperations,
  ...articleOperations,
  ...versionOperations,
  ...importOperations,
  ...webImportOperations,
  ...datasetImportOperations,
  ...workOperations,
  ...arrangeOperations,
  ...layerOperations,
  ...suggestionOperations,
  ...reviewOperations,
  ...outcomeOperations,
  ...commentOperations,
  ...agreementOperations,
  ...markOperations,
  ...reuseOperations,
  ...pairOperations,
  ...sourceOperations,
  ...sourceTieOperations,
  ...ratingOperations,
  ...cardOperations,
  ...cardTieOperations,
  ...guidelineOperations,
  ...datasetOperations,
  ...releaseOperations,
  ...historyOperations,
];
