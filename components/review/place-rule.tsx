import { GuidelineView } from "@/components/guideline/guideline-view";
import { RuleExamples } from "@/components/guideline/rule-examples";
import { type AttributeDefinition, nameOf } from "@/lib/attributes/schema";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import {
  type GuidelineAnchor,
  type GuidelineDocument,
  guidelineAnchors,
  sectionOf,
} from "@/lib/guidelines/schema";
import type { UnitDto } from "@/lib/review/schema";

/** The rules that a place may be an example of, the likeliest first: for the fields that differ, then for its kind. */
export function anchorsOf(unit: UnitDto, attributes: readonly AttributeDefinition[]): GuidelineAnchor[] {
  const wanted = [...unit.differences.map((field) => field.replace(/^\w+\./, "")), unit.kind];
  const own = attributes.filter((one) => one.kind === unit.kind);
  const named = wanted.flatMap((name) => [
    ...guidelineAnchors.filter((anchor) => anchor === name),
    ...own.filter((one) => one.key === name).map(nameOf),
  ]);
  return [...new Set(named)];
}

/** The anchor under which the guideline says something about a place, and what it says. */
export function ruleOf(
  unit: UnitDto,
  guideline: GuidelineDocument | null,
  attributes: readonly AttributeDefinition[],
) {
  const anchors = anchorsOf(unit, attributes);
  const anchor =
    anchors.find((one) => guideline && sectionOf(guideline, one).length > 0) ?? anchors[0] ?? unit.kind;
  return { anchor, content: guideline ? sectionOf(guideline, anchor) : [] };
}

/** The guideline's rule for the first field that differs, else for the kind of mark, with its examples. */
export function PlaceRule({
  slug,
  guideline,
  unit,
  attributes,
  examples,
}: {
  slug: string;
  guideline: GuidelineDocument | null;
  unit: UnitDto;
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  examples: readonly GuidelineExampleDto[];
}) {
  const { anchor, content } = ruleOf(unit, guideline, attributes);
  const own = examples.filter((example) => example.anchor === anchor);
  if (content.length === 0 && own.length === 0) return null;
  return (
    <section
      aria-label="The guideline's rule"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: on narrow screens it scrolls, so the keyboard must reach it
      tabIndex={0}
      className="place-rule mt-2 border-t border-border pt-4 text-ink-muted max-lg:max-h-56 max-lg:overflow-y-auto"
    >
      {content.length > 0 && <GuidelineView document={{ content }} />}
      <RuleExamples slug={slug} examples={own} />
    </section>
  );
}
