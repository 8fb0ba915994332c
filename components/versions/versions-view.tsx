import { FilePlus2 } from "lucide-react";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { ChangeWords } from "@/components/versions/change-words";
import { Comparison, type DrawnStretch } from "@/components/versions/comparison";
import { VersionList } from "@/components/versions/version-list";
import { type ComparedStretch, compareParagraphs } from "@/lib/reanchoring/paragraph-diff";
import type { VersionComparisonDto, VersionDto } from "@/lib/versions/schema";

/** The texts that an article has had, and what changed between two of them. */
export function VersionsView({
  slug,
  article,
  versions,
  comparison,
  mayAdd,
}: {
  slug: string;
  article: { id: string; title: string };
  /** The newest first. */
  versions: readonly VersionDto[];
  /** Null where there is one text only. */
  comparison: VersionComparisonDto | null;
  mayAdd: boolean;
}) {
  const articles = `/projects/${slug}/articles`;
  const base = `${articles}/${article.id}/versions`;
  return (
    <>
      <PageHeader
        title="Versions"
        lead="The texts that this article has had. None is ever changed: a new one stands beside the others."
        breadcrumb={
          <Breadcrumb
            items={[
              { href: articles, label: "Articles" },
              { href: `${articles}/${article.id}`, label: article.title },
            ]}
          />
        }
        actions={
          mayAdd && (
            <LinkButton href={`${base}/new`} icon={<FilePlus2 />}>
              Add a version
            </LinkButton>
          )
        }
      />
      <VersionList
        base={base}
        versions={versions}
        shown={comparison && { from: comparison.from.number, to: comparison.to.number }}
      />
      {comparison ? (
        <section id="comparison" aria-labelledby="comparison-title" className="mt-8 scroll-mt-20">
          <Card
            title={
              <span id="comparison-title">
                Version {comparison.from.number} → {comparison.to.number}
              </span>
            }
            lead={
              <>
                Version {comparison.to.number} was <ChangeWords version={comparison.to} />.
              </>
            }
            actions={
              versions.length > 2 && <Choice base={base} versions={versions} comparison={comparison} />
            }
          >
            {comparison.from.isRedacted || comparison.to.isRedacted ? (
              <p className="text-ink-muted">One of these texts was withdrawn and is no longer kept.</p>
            ) : (
              <Comparison
                key={`${comparison.from.number} ${comparison.to.number}`}
                stretches={drawn(compareParagraphs(comparison.from.text, comparison.to.text))}
                lang={comparison.lang}
                dir={comparison.dir}
              />
            )}
          </Card>
        </section>
      ) : (
        <p className="mt-6 max-w-prose text-ink-muted">
          There is one text only. When its publisher corrects or updates the article, add the new text: the
          marks are carried over, and a person looks at those whose words changed.
        </p>
      )}
    </>
  );
}

/** Without the texts themselves, which would travel twice. */
function drawn(stretches: readonly ComparedStretch[]): DrawnStretch[] {
  return stretches.map((one) => (one.type === "same" ? one : { type: one.type, parts: one.parts }));
}

function Choice({
  base,
  versions,
  comparison,
}: {
  base: string;
  versions: readonly VersionDto[];
  comparison: VersionComparisonDto;
}) {
  const options = versions.map(({ id, number }) => (
    <option key={id} value={number}>
      Version {number}
    </option>
  ));
  return (
    <form action={`${base}#comparison`} className="flex flex-wrap items-center gap-2">
      <Select name="from" aria-label="Older text" defaultValue={comparison.from.number} className="w-32">
        {options}
      </Select>
      <Select name="to" aria-label="Newer text" defaultValue={comparison.to.number} className="w-32">
        {options}
      </Select>
      <Button type="submit">Compare</Button>
    </form>
  );
}
