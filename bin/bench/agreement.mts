import { monitorEventLoopDelay } from "node:perf_hooks";
import { bootstrapInterval } from "@/lib/agreement/bootstrap";
import { categoriesOf, countsOf, tableOf } from "@/lib/agreement/categories";
import { clusterAgreement, clustersOf } from "@/lib/agreement/clusters";
import { gammaInThread } from "@/lib/agreement/gamma-in-thread";
import { krippendorffAlpha, type Level } from "@/lib/agreement/krippendorff-alpha";
import { linkF1 } from "@/lib/agreement/links";
import { manyRaterCoefficients } from "@/lib/agreement/many-raters";
import { seededRandom } from "@/lib/agreement/random";
import { meanPairwiseF1 } from "@/lib/agreement/span-f1";
import { tripleAgreement } from "@/lib/agreement/triples";
import { twoRaterCoefficients } from "@/lib/agreement/two-raters";
import { unitizingAlpha } from "@/lib/agreement/unitizing";
import { report, round } from "./context.mts";

const PEOPLE = 6;
const SPANS = 1_000;
const SENTENCE = 90;
const kinds = ["factual", "assessment", "prediction"];

type Mark = { start: number; end: number; value: string };

/** Six people who mark most sentences of an article, with other borders and now and then another kind. */
function makeLayers(): { layers: Mark[][]; length: number } {
  const random = seededRandom(2_026);
  const each = Math.floor(SPANS / PEOPLE);
  const sentences = Math.round(each / 0.8);
  const rest = SPANS - each * PEOPLE;
  const layers = Array.from({ length: PEOPLE }, (_, person) => {
    const skipped = new Set<number>();
    while (sentences - skipped.size > each + (person < rest ? 1 : 0))
      skipped.add(Math.floor(random() * sentences));
    return Array.from({ length: sentences }, (_, sentence): Mark => {
      const start = sentence * SENTENCE + Math.floor(random() * 12);
      const end = start + 40 + Math.floor(random() * 30);
      return { start, end, value: kinds[Math.floor(random() ** 2 * 3)] ?? "factual" };
    }).filter((_, sentence) => !skipped.has(sentence));
  });
  return { layers, length: sentences * SENTENCE };
}

/** Every pair of people, as six people make fifteen. */
function eachPair<T>(layers: readonly T[], measure: (a: T, b: T) => void): void {
  for (const [i, a] of layers.entries()) for (const b of layers.slice(i + 1)) measure(a, b);
}

/** The time of each measure on an article of 1,000 spans in all by six people, and how long γ keeps others waiting. */
export async function benchAgreement(): Promise<void> {
  const { layers, length } = makeLayers();
  const spans = layers.flat().length;
  const time = (name: string, work: () => unknown) => {
    const began = performance.now();
    work();
    report(`agreement-${name}`, {
      ms: round(performance.now() - began),
      target: "< 1000",
      spans,
      people: PEOPLE,
    });
  };
  const sentences = Math.ceil(length / SENTENCE);
  const units = Array.from({ length: sentences }, (_, sentence) =>
    layers.map((marks) => {
      const mark = marks.find(({ start }) => Math.floor(start / SENTENCE) === sentence);
      return mark ? kinds.indexOf(mark.value) + 1 : null;
    }),
  );
  for (const level of ["nominal", "ordinal", "interval", "ratio"] satisfies Level[])
    time(`alpha-${level}`, () => krippendorffAlpha(units, level));
  time("alpha-interval-of-1000-rounds", () =>
    bootstrapInterval(units, (sample) => krippendorffAlpha(sample, "nominal").alpha.value, { seed: 1 }),
  );
  const categories = categoriesOf(units);
  for (const weighting of ["identity", "quadratic"] as const) {
    time(`fleiss-and-ac-${weighting}`, () =>
      manyRaterCoefficients(countsOf(units, categories), weighting, categories.scale),
    );
    time(`cohen-scott-and-ac-${weighting}`, () =>
      eachPair([0, 1, 2, 3, 4, 5], (a, b) => {
        const pairs = units.map((unit) => [unit[a] ?? null, unit[b] ?? null]);
        twoRaterCoefficients(tableOf(pairs, categories), weighting, categories.scale);
      }),
    );
  }
  time("u-binary-cu-and-ku", () => unitizingAlpha({ coders: layers, length }));
  const marks = layers.map((own) => own.map((mark) => ({ kind: mark.value, spans: [mark] })));
  time("span-f1-exact", () => meanPairwiseF1(marks));
  time("span-f1-overlap", () => meanPairwiseF1(marks, { overlap: 0.5 }));
  const triples = layers.map((own) =>
    own.map(({ start, end }) => ({
      source: [{ start, end: start + 10 }],
      cue: [{ start: start + 11, end: start + 15 }],
      content: [{ start: start + 16, end }],
    })),
  );
  time("triples-overlap", () => eachPair(triples, (a, b) => tripleAgreement(a, b, { overlap: 0.5 })));
  const links = layers.map((own) => own.map((mark) => ({ from: [mark], to: [mark], label: mark.value })));
  time("links-overlap", () => eachPair(links, (a, b) => linkF1(a, b, { overlap: 0.5 })));
  const clusters = layers.map((own) =>
    clustersOf(
      own.map(
        ({ start }) => [`${Math.floor(start / SENTENCE)}`, `${Math.floor(start / SENTENCE / 3)}`] as const,
      ),
    ),
  );
  time("clusters", () => eachPair(clusters, (a, b) => clusterAgreement(a, b)));

  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const gamma = await gammaInThread(
    layers.map((own) => own.map(({ start, end, value }) => ({ start, end, category: value }))),
    { seed: 1 },
  );
  delay.disable();
  report("agreement-gamma", {
    ms: round(performance.now() - began),
    target: "< 60000",
    spans,
    people: PEOPLE,
    gamma: gamma.gamma.value,
    isExact: gamma.isExact,
    between: gamma.between,
    // What a save would wait for this process's own loop meanwhile.
    othersWaitedMs: { p95: round(delay.percentile(95) / 1e6), max: round(delay.max / 1e6) },
  });
}
