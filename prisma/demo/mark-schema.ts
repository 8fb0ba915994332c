import type { linkRoles, reuseDegrees, stances } from "@/lib/vocabulary";

/** A stretch of an article by its words; with `within`, where they stand inside that longer stretch. */
export type Quote = string | { quote: string; within: string };

export type DemoClaim = {
  claim: string;
  body: Quote;
  kind?: "factual" | "assessment" | "prediction";
  isOwnReporting?: boolean;
  quantity?: {
    counted: string;
    min: number;
    max?: number;
    qualifier: "exact" | "about" | "at-least";
    words: string;
  };
};

export type DemoAttribution = {
  attribution: string;
  source?: Quote;
  cue?: Quote;
  content: readonly Quote[];
  quoteType: "direct" | "indirect" | "mixed";
  attributionType?: "assertion" | "belief" | "fact" | "eventuality";
  sourceKind: "named-person" | "named-organisation" | "document" | "unnamed" | "unspecified";
  /** Names of sources in the register that the source's words stand for. */
  isSource?: readonly string[];
  /** The attribution within whose words this one stands. */
  nestedIn?: string;
  carries?: readonly {
    claim: string;
    role?: (typeof linkRoles)[number];
    stance?: (typeof stances)[number];
  }[];
  restsOn?: { source?: string; description?: string; kind: "relays" | "analyses" };
};

export type DemoDuplicate = {
  duplicate: string;
  body: Quote;
  twin: { title: string; quote: Quote };
  degree: (typeof reuseDegrees)[number];
  direction: "from-passage" | "to-passage" | "unknown";
  evidence?: string;
  lost?: readonly ("attributionDropped" | "valueChanged" | "qualifierDropped")[];
};

export type DemoMark = DemoClaim | DemoAttribution | DemoDuplicate;

/** What two people marked in an article: the same marks, and those in which each stands alone. */
export type DemoWork = {
  title: string;
  both: readonly DemoMark[];
  anna: readonly DemoMark[];
  ben: readonly DemoMark[];
};
