import { marksAddress } from "@/components/marks/marks-address";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { kindOfRule } from "@/lib/guidelines/changed-rules";
import { anchorLabels, type GuidelineVersionDto } from "@/lib/guidelines/schema";

/**
 * Which rules a version changed, each leading to the final marks made under the version before, where they are kept,
 * relabelled together or their articles returned.
 */
export function ChangedRulesNote({ slug, version }: { slug: string; version: GuidelineVersionDto }) {
  const { changed, previousId } = version;
  if (changed.length === 0 || !previousId) return null;
  return (
    <Card
      title="Rules changed in this version"
      lead="Marks made under the version before stay as they are until somebody looks at them again."
      className="mb-6"
    >
      <ul aria-label="Changed rules" className="flex flex-col gap-2">
        {changed.map((anchor) => {
          const kind = kindOfRule(anchor);
          return (
            <li key={anchor} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
              <span className="min-w-40 font-medium">{anchorLabels[anchor]}</span>
              {kind && (
                <LinkButton size="sm" href={marksAddress(slug, { kind, guideline: previousId })}>
                  Look at the marks made before
                </LinkButton>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
