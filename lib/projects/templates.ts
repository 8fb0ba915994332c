import type { GuidelineDocument } from "@/lib/guidelines/schema";
import {
  attributionOnlyGuideline,
  claimsAndSourcesGuideline,
  reuseOnlyGuideline,
} from "@/lib/guidelines/starters";
import type { TemplateCode } from "@/lib/projects/schema";
import type { AnnotationKindCode } from "@/lib/vocabulary";

/** What a new project starts with: the kinds of mark that are made and a guideline to go on from. */
export type ProjectTemplate = { kinds: readonly AnnotationKindCode[]; guideline: GuidelineDocument };

export const projectTemplates: Record<TemplateCode, ProjectTemplate> = {
  "claims-and-sources": {
    kinds: ["claim", "attribution", "duplicate"],
    guideline: claimsAndSourcesGuideline,
  },
  "attribution-only": { kinds: ["attribution"], guideline: attributionOnlyGuideline },
  "reuse-only": { kinds: ["duplicate"], guideline: reuseOnlyGuideline },
};
