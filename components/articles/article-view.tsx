import { Pencil } from "lucide-react";
import { ArticleComments } from "@/components/articles/article-comments";
import { ArticleDesk, type DeskActions } from "@/components/articles/article-desk";
import { ArticleFacts } from "@/components/articles/article-facts";
import { ArticleReuse } from "@/components/articles/article-reuse";
import { articleSegments } from "@/components/articles/article-segments";
import { ArticleStageMark } from "@/components/articles/article-stage";
import { ArticleWork } from "@/components/articles/article-work";
import { type FinalClaim, FinalClaims } from "@/components/cards/final-claims";
import { ImportedThreads } from "@/components/comments/imported-threads";
import { StaticText } from "@/components/editor/static-text";
import type { FormAction } from "@/components/forms/action-form";
import { WithdrawArticle } from "@/components/redaction/withdraw-article";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { ErrorNote } from "@/components/ui/error-note";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { VersionLink } from "@/components/versions/version-link";
import type { ArticleDto } from "@/lib/articles/facts-schema";
import type { ImportedThreads as Imported } from "@/lib/comments/schema";
import type { WithdrawalPreview } from "@/lib/redaction/schema";
import type { ArticleCluster } from "@/lib/reuse/schema";
import type { Assignee } from "@/lib/slots/arrange-schema";
import type { Span } from "@/lib/text/span";
import { labelOf } from "@/lib/vocabulary";

/** An article as it is read outside of work: the text with its blocks, the facts beside it, and the state of the work. */
export function ArticleView({
  slug,
  article,
  reuse,
  claims,
  imported,
  lit,
  desk,
  withdrawal,
  createCard,
  withdraw,
}: {
  slug: string;
  article: ArticleDto;
  reuse: readonly ArticleCluster[];
  claims: readonly FinalClaim[];
  /** What was said about it where it comes from. */
  imported: Imported;
  lit: readonly Span[];
  /** For whoever assigns; null for others. */
  desk: { people: readonly Assignee[]; actions: DeskActions } | null;
  /** What would go with the article, for administrators; null for others. */
  withdrawal: WithdrawalPreview | null;
  createCard: FormAction<null>;
  withdraw: FormAction<null>;
}) {
  const base = `/projects/${slug}/articles`;
  const { text } = article;
  const blocks = text.blocks.map((block) => ({
    ...block,
    tag: block.kind === "body" ? "" : labelOf(block.kind),
  }));
  return (
    <>
      <PageHeader
        title={
          <span lang={text.lang ?? undefined} dir="auto">
            {text.title}
          </span>
        }
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Articles" }]} />}
        meta={
          <>
            <ArticleStageMark stage={article.stage} />
            <span>{text.publisher ?? "Publisher unknown"}</span>
            <span className="tabular">{text.length.toLocaleString("en")} characters</span>
            <VersionLink href={`${base}/${article.id}/versions`} version={text.version} />
          </>
        }
        actions={
          article.canPrepare && (
            <LinkButton href={`${base}/${article.id}/facts`} icon={<Pencil />}>
              Correct the facts
            </LinkButton>
          )
        }
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <article className="min-w-0 rounded-lg border border-border bg-surface px-5 py-6 shadow-sm md:pr-8 md:pl-36">
          {!text.version.isNewest && (
            <ErrorNote
              tone="warning"
              className="mb-6"
              title={`Version ${text.version.number}, an earlier text`}
            >
              What you followed was said of this one.{" "}
              <Link className="link" href={`${base}/${article.id}`}>
                Read the newest
              </Link>
            </ErrorNote>
          )}
          <StaticText
            text={text.text}
            lang={text.lang}
            dir={text.dir}
            blocks={blocks}
            segments={articleSegments(lit, text.version.isNewest ? imported.items : [])}
          />
        </article>
        <div className="flex flex-col gap-6">
          <Card title="Work">
            <ArticleWork slug={slug} article={article} />
          </Card>
          {desk && article.desk && (
            <Card title="Giving it out" lead="Only managers see this.">
              <ArticleDesk slug={slug} article={article} {...desk} />
            </Card>
          )}
          {claims.length > 0 && (
            <Card title="Final claims" lead="What the article claims, and the cards that follow it.">
              <FinalClaims slug={slug} articleId={article.id} claims={claims} createCard={createCard} />
            </Card>
          )}
          {reuse.length > 0 && (
            <Card title="Reuse" lead="Passages of this article that stand elsewhere too.">
              <ArticleReuse slug={slug} text={text.text} clusters={reuse} />
            </Card>
          )}
          <Card title="Comments">
            <ArticleComments slug={slug} articleId={article.id} />
            <ImportedThreads href={`${base}/${article.id}`} imported={imported} />
          </Card>
          <Card title="Facts">
            <ArticleFacts slug={slug} article={article} />
          </Card>
          {withdrawal && (
            <Card title="Withdrawing" lead="Only administrators see this.">
              <WithdrawArticle articleId={article.id} preview={withdrawal} action={withdraw} />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}
