import type {
  ExportedAnnotation,
  ExportedLayer,
  ExportRecord,
  Foreign,
} from "@/lib/formats/sourcebench-jsonl-schema";
import type { Span } from "@/lib/text/span";
import type { AnnotationKindCode, SpanRole } from "@/lib/vocabulary";

/** Values of a mark's fields. */
export type Attributes = ExportedAnnotation["attributes"];
export type Json = Attributes[string];

/** A span in code points of the draft's text. */
export type DraftSpan = Span & { role: SpanRole };

/** A mark; `id` is unique in its layer, and kept where it is a UUID. */
export type DraftMark = {
  id: string;
  kind: AnnotationKindCode;
  attributes: Attributes;
  spans: DraftSpan[];
  nestedIn: string | null;
};

type Made = "id" | "revision" | "createdAt" | "origin";
export type DraftClaimLink = Omit<ExportedLayer["claimLinks"][number], Made>;
export type DraftAttributionSource = Omit<ExportedLayer["attributionSources"][number], Made>;
export type DraftRestsOn = Omit<ExportedLayer["restsOn"][number], Made>;
export type DraftReuseLink = Omit<ExportedLayer["reuseLinks"][number], Made>;

/** One person's marks in a file of another format. */
export type DraftLayer = {
  annotator: string | null;
  nothingToMark: boolean;
  marks: DraftMark[];
  claimLinks: DraftClaimLink[];
  attributionSources: DraftAttributionSource[];
  restsOn: DraftRestsOn[];
  reuseLinks: DraftReuseLink[];
  /** What else the file held: given the ids that marks became and how a span of the file's text moves. */
  foreign?: (idOf: (mark: string) => string, move: (span: Span) => Span) => Foreign;
};

/** What a file of another format says of one text; `file` names it to people. */
export type DraftArticle = {
  file: string;
  text: string;
  facts: Partial<Omit<ExportRecord["article"], "origin" | "derivesFrom" | "importedAt">>;
  layers: DraftLayer[];
};

/** A layer in which nothing is marked. */
export function emptyLayer(annotator: string | null): DraftLayer {
  return {
    annotator,
    nothingToMark: false,
    marks: [],
    claimLinks: [],
    attributionSources: [],
    restsOn: [],
    reuseLinks: [],
  };
}
