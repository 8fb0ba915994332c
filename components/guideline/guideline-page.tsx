import { Pencil } from "lucide-react";
import { ChangedRulesNote } from "@/components/guideline/changed-rules-note";
import { GuidelineView } from "@/components/guideline/guideline-view";
import type { KeepAction } from "@/components/guideline/kept-rule";
import { RuleExamples } from "@/components/guideline/rule-examples";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { anchorWords } from "@/lib/guidelines/anchors";
import type { GuidelineExampleDto } from "@/lib/guidelines/example-schema";
import type { KeptRuleDto } from "@/lib/guidelines/keep-schema";
import type { GuidelineVersionDto, GuidelineVersionSummary } from "@/lib/guidelines/schema";
import type { Page } from "@/lib/page";

/** A published version of a project's guideline, with the list of all versions beside it. */
export function GuidelinePage({
  slug,
  version,
  versions,
  newest,
  mayEdit,
  examples,
  attributes,
  kept,
  keep,
}: {
  slug: string;
  version: GuidelineVersionDto;
  versions: Page<GuidelineVersionSummary>;
  newest: number;
  mayEdit: boolean;
  examples: readonly GuidelineExampleDto[];
  /** The project's own attributes. */
  attributes: readonly AttributeDefinition[];
  /** The changed rules whose older marks stay as they are; null for whoever does not keep them. */
  kept: readonly KeptRuleDto[] | null;
  keep: KeepAction;
}) {
  const base = `/projects/${slug}/guideline`;
  const hrefOf = (cursor: string | null) =>
    cursor ? `${base}?version=${version.number}&cursor=${encodeURIComponent(cursor)}` : undefined;
  return (
    <>
      <PageHeader
        title="Guideline"
        lead="The rules that this project marks by. Every submission names the version it was made under."
        meta={
          <>
            <Badge tone={version.number === newest ? "accent" : "warning"}>
              Version {version.number}
              {version.number !== newest && ", not the newest"}
            </Badge>
            <span>
              {version.publishedBy}, <Time value={version.publishedAt} format="day" />
            </span>
          </>
        }
        actions={
          mayEdit && (
            <LinkButton href={`${base}/edit`} icon={<Pencil />} variant="primary">
              Edit the draft
            </LinkButton>
          )
        }
      />
      <ChangedRulesNote slug={slug} version={version} attributes={attributes} kept={kept} keep={keep} />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_17rem]">
        <article className="min-w-0 rounded-lg border border-border bg-surface px-6 py-6 shadow-sm md:px-8">
          {version.content.content.every((block) => block.type === "paragraph" && !block.content) && (
            <p className="text-base text-ink-muted">This version says nothing yet.</p>
          )}
          <GuidelineView
            document={version.content}
            underRule={(anchor) => (
              <RuleExamples slug={slug} examples={examples.filter((one) => one.anchor === anchor)} />
            )}
          />
          <OtherExamples slug={slug} version={version} examples={examples} attributes={attributes} />
        </article>
        <nav aria-label="Versions" className="lg:sticky lg:top-[calc(var(--bar-height)+1.5rem)]">
          <h2 className="mb-2 text-sm font-medium text-ink-muted">Versions</h2>
          <ol className="flex flex-col gap-1">
            {versions.items.map((item) => (
              <li key={item.id}>
                <Link
                  href={`${base}?version=${item.number}`}
                  aria-current={item.number === version.number ? "page" : undefined}
                  className="block rounded-md px-3 py-2 text-sm hover:bg-surface-hover aria-[current]:bg-surface-active"
                >
                  <span className="font-medium tabular">Version {item.number}</span>{" "}
                  <span className="text-ink-muted">
                    <Time value={item.publishedAt} format="day" />
                  </span>
                  {item.note && <span className="block text-ink-muted">{item.note}</span>}
                </Link>
              </li>
            ))}
          </ol>
          <Pagination newerHref={hrefOf(versions.previous)} olderHref={hrefOf(versions.next)} />
        </nav>
      </div>
    </>
  );
}

/** Examples of kinds and fields for which this version has no rule of its own. */
function OtherExamples({
  slug,
  version,
  examples,
  attributes,
}: {
  slug: string;
  version: GuidelineVersionDto;
  examples: readonly GuidelineExampleDto[];
  attributes: readonly AttributeDefinition[];
}) {
  const written = new Set(
    version.content.content.map((block) => (block.type === "heading" ? block.attrs.anchor : null)),
  );
  const named = new Set(examples.map((one) => one.anchor));
  const anchors = [...named].filter((anchor) => !written.has(anchor));
  return anchors.map((anchor) => (
    <section
      key={anchor}
      aria-label={anchorWords(anchor, attributes)}
      className="mt-6 border-t border-border pt-4"
    >
      <h2 className="text-sm font-medium text-ink-muted">
        {anchorWords(anchor, attributes)}: no rule of its own in this version
      </h2>
      <RuleExamples slug={slug} examples={examples.filter((one) => one.anchor === anchor)} />
    </section>
  ));
}
