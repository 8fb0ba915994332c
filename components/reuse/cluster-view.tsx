import { ClusterBadges } from "@/components/reuse/cluster-list";
import { Contradictions } from "@/components/reuse/contradictions";
import { FamilyTree } from "@/components/reuse/family-tree";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Time } from "@/components/ui/time";
import type { ClusterDto } from "@/lib/reuse/schema";
import { labelOf } from "@/lib/vocabulary";

/** One cluster: its family tree with what changed on the way, what does not fit together, and the links beside the tree. */
export function ClusterView({ cluster }: { cluster: ClusterDto }) {
  const { slug, tree } = cluster;
  const base = `/projects/${slug}/reuse`;
  const from = tree[0]?.place ?? 0;
  const shown = new Set(tree.map((passage) => passage.place));
  const page = (place: number) => `${base}/${cluster.id}${place > 0 ? `?from=${place}` : ""}`;
  const passageHref = (place: number) => `${shown.has(place) ? "" : page(place)}#passage-${place}`;
  return (
    <>
      <PageHeader
        title={<span dir="auto">“{cluster.title}”</span>}
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Reuse" }]} />}
        lead={`${count(cluster.passages, "passage")} in ${count(cluster.articles, "article")}, held together by ${count(cluster.links, "link")}.`}
        meta={
          <>
            {cluster.newestAt && (
              <span>
                Newest <Time value={cluster.newestAt} format="day" />
              </span>
            )}
            <ClusterBadges row={cluster} />
          </>
        }
      />
      <div className="flex flex-col gap-8">
        <Contradictions
          slug={slug}
          found={cluster.contradictionList}
          total={cluster.contradictions}
          passageHref={passageHref}
        />
        <section aria-label="How it travelled">
          <h2 className="text-base font-semibold">How it travelled</h2>
          <p className="mt-0.5 mb-3 max-w-3xl text-sm text-ink-muted text-pretty">
            The first known passage stands at the top, each copy below what it comes from, by publication
            time. A dashed line means that nobody told the direction.{" "}
            <del className="rounded-sm bg-danger-soft px-0.5 text-danger">Dropped</del> and{" "}
            <ins className="rounded-sm bg-success-soft px-0.5 text-success no-underline">added</ins> words are
            against the passage above.
          </p>
          <FamilyTree slug={slug} tree={tree} />
          <Pagination
            newerHref={cluster.previousPlace === null ? undefined : page(cluster.previousPlace)}
            olderHref={cluster.nextPlace === null ? undefined : page(cluster.nextPlace)}
            newerLabel="Previous"
            olderLabel="Next"
            summary={
              tree.length < cluster.passages
                ? `Passages ${from + 1}–${from + tree.length} of ${cluster.passages}`
                : undefined
            }
          />
        </section>
        {cluster.sideLinks.length > 0 && (
          <Card title="Further links" lead="Between passages that hang together in the tree already." isFlush>
            <ul className="border-t border-border text-sm">
              {cluster.sideLinks.map((link) => (
                <li key={link.linkId} className="border-b border-border px-5 py-2 last:border-0">
                  <Link className="link" href={passageHref(link.from.place)}>
                    {link.from.name}
                  </Link>
                  <span aria-hidden="true"> {link.isDirected ? "→" : "↔"} </span>
                  <span className="sr-only">{link.isDirected ? " copied to " : " linked with "}</span>
                  <Link className="link" href={passageHref(link.to.place)}>
                    {link.to.name}
                  </Link>
                  <span className="text-ink-muted">, {labelOf(link.degree).toLowerCase()}</span>
                </li>
              ))}
            </ul>
            {cluster.moreSideLinks > 0 && (
              <p className="border-t border-border px-5 py-3 text-sm text-ink-muted">
                And {cluster.moreSideLinks} more.
              </p>
            )}
          </Card>
        )}
      </div>
    </>
  );
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
