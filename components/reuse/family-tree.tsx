import { ExternalLink } from "lucide-react";
import { localDay } from "@/components/articles/local-time";
import { DiffText } from "@/components/reuse/diff-text";
import { DEEPEST_DRAWN, railsOf } from "@/components/reuse/tree-rails";
import { evidenceWords, spanHref } from "@/components/reuse/words";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { PassageSite, PassageTieDto, TreePassage } from "@/lib/reuse/schema";
import { labelOf } from "@/lib/vocabulary";

/** The passages of a cluster, each below the one it comes from: told directions as full lines, others dashed. */
export function FamilyTree({ slug, tree }: { slug: string; tree: readonly TreePassage[] }) {
  const rails = railsOf(tree);
  return (
    <ol aria-label="Family tree" className="flex flex-col">
      {tree.map((passage, index) => (
        <li
          key={passage.place}
          id={`passage-${passage.place}`}
          className="group/passage flex scroll-mt-24 items-stretch"
        >
          {(rails[index] ?? []).map((isOpen, level, all) => (
            <Rail
              // biome-ignore lint/suspicious/noArrayIndexKey: a rail is its level
              key={level}
              isOpen={isOpen}
              isElbow={level === all.length - 1}
              isTold={passage.tie?.ground === "told"}
            />
          ))}
          <Passage slug={slug} passage={passage} />
        </li>
      ))}
    </ol>
  );
}

function Rail({ isOpen, isElbow, isTold }: { isOpen: boolean; isElbow: boolean; isTold: boolean }) {
  return (
    <span aria-hidden="true" className="relative w-3 shrink-0 md:w-6">
      {isOpen && <span className="absolute inset-y-0 left-1/2 border-l-2 border-border-strong" />}
      {isElbow && (
        <span
          className={classNames(
            "absolute top-0 right-0 left-1/2 h-7 rounded-bl-lg border-b-2 border-l-2 border-border-strong",
            !isTold && "border-dashed",
          )}
        />
      )}
    </span>
  );
}

function Passage({ slug, passage }: { slug: string; passage: TreePassage }) {
  const { site, tie, spans, depth } = passage;
  return (
    <div className="my-1.5 min-w-0 grow rounded-md border border-border bg-surface px-4 py-3 group-target/passage:border-accent group-target/passage:bg-lit">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm">
        <SiteName slug={slug} site={site} spans={spans} />
        <SiteFacts site={site} />
        <EarlierText slug={slug} site={site} />
        {depth > DEEPEST_DRAWN && <span className="text-ink-muted">generation {depth + 1}</span>}
      </p>
      {tie && (
        <p className="mt-1 flex flex-wrap items-center gap-1">
          <Badge>{labelOf(tie.degree)}</Badge>
          {tie.ground !== "told" && (
            <Badge tone="warning">
              {tie.ground === "time" ? "Direction by time alone" : "Direction unknown"}
            </Badge>
          )}
          {tie.lost.map((code) => (
            <Badge key={code} tone="danger">
              {labelOf(code)}
            </Badge>
          ))}
        </p>
      )}
      <blockquote
        className="mt-2 border-l-4 border-kind-duplicate pl-3 text-base break-words whitespace-pre-line"
        lang={site.type === "article" ? (site.lang ?? undefined) : undefined}
        dir="auto"
      >
        {tie?.diff ? <DiffText parts={tie.diff} /> : passage.quote}
      </blockquote>
      {tie?.whyNoDiff && (
        <p className="mt-1 text-sm text-ink-muted">
          {tie.whyNoDiff === "language"
            ? "In another language than the passage above it, so the words are not compared."
            : "Too long to compare word by word here; open both in their articles."}
        </p>
      )}
      {tie && <Evidence slug={slug} tie={tie} />}
    </div>
  );
}

function SiteName({ slug, site, spans }: { slug: string; site: PassageSite; spans: TreePassage["spans"] }) {
  if (site.type === "outside")
    return (
      <a
        href={site.url}
        rel="noreferrer noopener"
        target="_blank"
        className="link inline-flex min-w-0 items-center gap-1 font-medium"
      >
        <span className="truncate">{site.url}</span>
        <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
      </a>
    );
  return (
    <Link
      className="link min-w-0 font-medium break-words"
      dir="auto"
      href={spanHref(slug, site.articleId, spans, site.versionId)}
    >
      {site.title}
    </Link>
  );
}

function SiteFacts({ site }: { site: PassageSite }) {
  if (site.type === "outside") return <span className="text-ink-muted">Outside this project</span>;
  return (
    <span className="flex flex-wrap gap-x-3 text-ink-muted">
      <span>{site.publisher ?? "Publisher unknown"}</span>
      {site.publishedAt ? (
        <Time value={site.publishedAt} format="datetime" />
      ) : (
        <span>{site.publishedText ? `${localDay(site.publishedText)} (zone unknown)` : "Time unknown"}</span>
      )}
      {site.credits.length > 0 && <span>Credits {site.credits.join(", ")}</span>}
    </span>
  );
}

/** Says that a passage stands on a text of its article that is not the newest, and leads to what changed since. */
function EarlierText({ slug, site }: { slug: string; site: PassageSite }) {
  if (site.type === "outside" || site.version === site.newestVersion) return null;
  const texts = `/projects/${slug}/articles/${site.articleId}/versions`;
  return (
    <span className="text-ink-muted">
      On the text of version {site.version}.{" "}
      <Link className="link" href={`${texts}?from=${site.version}&to=${site.newestVersion}#comparison`}>
        What changed since
      </Link>
    </span>
  );
}

function Evidence({ slug, tie }: { slug: string; tie: PassageTieDto }) {
  return (
    <p className="mt-2 text-sm text-ink-muted text-pretty">
      {evidenceWords(tie).join(" ")}{" "}
      {tie.settledIn.isPair ? (
        "Judged as a pair."
      ) : (
        <>
          Settled in{" "}
          <Link className="link" href={`/projects/${slug}/outcome/${tie.settledIn.articleId}`}>
            the final layer of <cite dir="auto">{tie.settledIn.title}</cite>
          </Link>
          .
        </>
      )}
    </p>
  );
}
