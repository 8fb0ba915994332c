import type { StoryLayer } from "@/lib/agreement/article-layer";
import { bootstrapInterval, type Interval } from "@/lib/agreement/bootstrap";
import { type ClusterAgreement, clusterAgreement } from "@/lib/agreement/clusters";
import type { GammaContinuum } from "@/lib/agreement/dissimilarity";
import { linkF1 } from "@/lib/agreement/links";
import type { Measured } from "@/lib/agreement/measured";
import { type OwnAgreement, type OwnMeasure, ownAgreement } from "@/lib/agreement/own-agreement";
import { f1Of, type PairedF1 } from "@/lib/agreement/paired-f1";
import { passageClusters } from "@/lib/agreement/passage-clusters";
import { spanF1 } from "@/lib/agreement/span-f1";
import { sumTriples, type TripleAgreement, tripleAgreement } from "@/lib/agreement/triples";
import { type Unitizing, unitizingAlpha } from "@/lib/agreement/unitizing";
import { type ValueAgreement, valueAgreement } from "@/lib/agreement/value-agreement";
import { hullOf } from "@/lib/text/span";

/** One article that both people annotated: the story's length and what each handed in. */
export type PairArticle = { length: number; a: StoryLayer; b: StoryLayer };

/** F1 with an interval over articles. */
export type F1WithInterval = PairedF1 & { interval: Interval };

/** What two people's agreement on one kind of mark comes to; the parts that do not apply to the kind are left out. */
export type KindReport = {
  kind: string;
  articles: number;
  spans: { exact: F1WithInterval; overlap: F1WithInterval };
  /** The same, where marks must also agree in the attribute that names them. */
  labelled: { exact: F1WithInterval; overlap: F1WithInterval };
  unitizing: Omit<Unitizing, "byValue"> & { byValue: Record<string, { alpha: Measured; covered: number }> };
  values: Record<string, ValueAgreement>;
  /** The project's own attributes, each at its level. */
  own: OwnAgreement[];
  triples?: { exact: TripleAgreement; overlap: TripleAgreement };
  links?: { exact: PairedF1; overlap: PairedF1; overlapUnlabelled: PairedF1 };
  clusters?: ClusterAgreement;
};

/** The overlap from which two marks are taken for the same (VOCABULARY: a review unit pairs at this). */
export const HALF = 0.5;

/** The attributes that are compared, and the one that names a mark in a continuum, by kind. */
export const attributesOf: Readonly<Record<string, readonly string[]>> = {
  claim: ["kind", "origin"],
  attribution: ["attributionType", "quoteType", "sourceKind"],
  duplicate: ["degree"],
};

/**
 * Every measure that applies to one kind of mark, for two people over their common articles, but γ, which is long (see
 * continuumOf). Counts are added up over articles; a continuum is all stories one after another, no mark of which
 * reaches from one into the next. Intervals come from articles drawn with `seed`. `measures` are the project's own
 * attributes of that kind.
 */
export function kindReport(
  kind: string,
  articles: readonly PairArticle[],
  seed: number,
  measures: readonly OwnMeasure[] = [],
): KindReport {
  const own = articles.map((article) => ({
    a: article.a.marks.filter((mark) => mark.kind === kind),
    b: article.b.marks.filter((mark) => mark.kind === kind),
  }));
  const f1 = (overlap?: number, isLabelled = false): F1WithInterval => {
    const counts = own.map(({ a, b }) => {
      const [one, other] = [a, b].map((marks) =>
        marks.map(({ body, values }) => ({ kind: isLabelled ? nameOf(kind, values) : kind, spans: body })),
      );
      return spanF1(one ?? [], other ?? [], { overlap });
    });
    return withInterval(counts, seed);
  };
  const length = articles.reduce((sum, article) => sum + article.length, 0);
  const { byValue, ...unitizing } = unitizingAlpha({ coders: unitsOf(kind, articles), length });
  return {
    kind,
    articles: articles.length,
    spans: { exact: f1(), overlap: f1(HALF) },
    labelled: { exact: f1(undefined, true), overlap: f1(HALF, true) },
    unitizing: { ...unitizing, byValue: Object.fromEntries(byValue) },
    values: Object.fromEntries(
      (attributesOf[kind] ?? []).map((name) => [name, valueAgreement(own, name, seed)] as const),
    ),
    own: measures.map((measure) => ownAgreement(own, measure, seed)),
    ...(kind === "attribution" && relations(articles)),
    ...(kind === "duplicate" && { clusters: clusters(articles) }),
  };
}

/** The marks of one kind of both people in all their stories one after another, for γ; a mark by its outer borders. */
export function continuumOf(kind: string, articles: readonly PairArticle[]): GammaContinuum {
  return sides(articles, (layer, offset) =>
    layer.marks.flatMap((mark) => {
      const hull = mark.kind === kind ? hullOf(mark.body) : null;
      const category = nameOf(kind, mark.values);
      return hull ? [{ start: hull.start + offset, end: hull.end + offset, category }] : [];
    }),
  );
}

function unitsOf(kind: string, articles: readonly PairArticle[]) {
  return sides(articles, (layer, offset) =>
    layer.marks
      .filter((mark) => mark.kind === kind)
      .flatMap((mark) =>
        mark.body.map(({ start, end }) => ({
          start: start + offset,
          end: end + offset,
          value: nameOf(kind, mark.values),
        })),
      ),
  );
}

function sides<T>(
  articles: readonly PairArticle[],
  of: (layer: StoryLayer, offset: number) => T[],
): [T[], T[]] {
  const [a, b]: [T[], T[]] = [[], []];
  let offset = 0;
  for (const article of articles) {
    a.push(...of(article.a, offset));
    b.push(...of(article.b, offset));
    offset += article.length;
  }
  return [a, b];
}

function nameOf(kind: string, values: Readonly<Record<string, string | null>>): string {
  return values[attributesOf[kind]?.[0] ?? ""] ?? "";
}

type Counts = { matched: number; a: number; b: number };

function withInterval(counts: readonly Counts[], seed: number): F1WithInterval {
  const sum = (sample: readonly Counts[]) => {
    let [matched, a, b] = [0, 0, 0];
    for (const part of sample) {
      matched += part.matched;
      a += part.a;
      b += part.b;
    }
    return f1Of(matched, a, b);
  };
  return { ...sum(counts), interval: bootstrapInterval(counts, (sample) => sum(sample).f1.value, { seed }) };
}

function relations(articles: readonly PairArticle[]): Pick<KindReport, "triples" | "links"> {
  const triples = (overlap?: number) =>
    sumTriples(articles.map(({ a, b }) => tripleAgreement(a.triples, b.triples, { overlap })));
  const links = (overlap?: number, isLabelled = true) => {
    const parts = articles.map(({ a, b }) => linkF1(a.links, b.links, { overlap, isLabelled }));
    const sum = (name: "matched" | "a" | "b") => parts.reduce((all, part) => all + part[name], 0);
    return f1Of(sum("matched"), sum("a"), sum("b"));
  };
  return {
    triples: { exact: triples(), overlap: triples(HALF) },
    links: { exact: links(), overlap: links(HALF), overlapUnlabelled: links(HALF, false) },
  };
}

function clusters(articles: readonly PairArticle[]): ClusterAgreement {
  const [a, b] = passageClusters(
    [articles.flatMap((article) => article.a.twins), articles.flatMap((article) => article.b.twins)],
    HALF,
  );
  return clusterAgreement(a ?? [], b ?? []);
}
