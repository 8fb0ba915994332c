import { type KeepAction, KeptRule } from "@/components/guideline/kept-rule";
import { marksAddress } from "@/components/marks/marks-address";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { anchorWords, kindOfRule } from "@/lib/guidelines/anchors";
import type { KeptRuleDto } from "@/lib/guidelines/keep-schema";
import type { GuidelineVersionDto } from "@/lib/guidelines/schema";

/**
 * Which rules a version changed, each leading to the marks made before it: final ones, to be relabelled together, and
 * annotators' own, whose articles can be returned. Whoever edits the guideline keeps them as they are, or takes that back.
 */
export function ChangedRulesNote({
  slug,
  version,
  attributes,
  kept,
  keep,
}: {
  slug: string;
  version: GuidelineVersionDto;
  attributes: readonly AttributeDefinition[];
  /** Null for whoever does not keep marks. */
  kept: readonly KeptRuleDto[] | null;
  keep: KeepAction;
}) {
  const { changed, previousId, number } = version;
  if (changed.length === 0 || !previousId) return null;
  return (
    <Card
      title="Rules changed in this version"
      lead="Marks made before stay as they are until somebody looks at them again: relabel final marks, return articles that are still in review, or keep the marks as they are."
      className="mb-6"
    >
      <ul aria-label="Changed rules" className="flex flex-col divide-y divide-border">
        {changed.map((anchor) => {
          const kind = kindOfRule(anchor);
          const words = anchorWords(anchor, attributes);
          return (
            <li key={anchor} className="flex flex-wrap items-center gap-2 py-2 text-sm first:pt-0 last:pb-0">
              <span className="min-w-40 font-medium break-words max-md:w-full">{words}</span>
              {!kind && <span className="text-ink-muted">About blocks; no mark is made under it.</span>}
              {kind && (
                <>
                  <LinkButton size="sm" href={marksAddress(slug, { kind, before: number })}>
                    Final marks made before
                  </LinkButton>
                  {kept && (
                    <LinkButton
                      size="sm"
                      href={marksAddress(slug, { kind, before: number, scope: "people" })}
                    >
                      Annotators' marks
                    </LinkButton>
                  )}
                </>
              )}
              {kind && kept && (
                <KeptRule
                  slug={slug}
                  number={number}
                  anchor={anchor}
                  words={words}
                  kept={kept.find((one) => one.anchor === anchor) ?? null}
                  keep={keep}
                />
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
