import { Pencil } from "lucide-react";
import { ArticleFacts } from "@/components/articles/article-facts";
import { ArticleStageMark } from "@/components/articles/article-stage";
import { ArticleWork } from "@/components/articles/article-work";
import { StaticText } from "@/components/editor/static-text";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import type { ArticleDto } from "@/lib/articles/facts-schema";
import { labelOf } from "@/lib/vocabulary";

/** An article as it is read outside of work: the text with its blocks, the facts beside it, and the state of the work. */
export function ArticleView({ slug, article }: { slug: string; article: ArticleDto }) {
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
          <StaticText text={text.text} lang={text.lang} dir={text.dir} blocks={blocks} />
        </article>
        <div className="flex flex-col gap-6">
          <Card title="Work">
            <ArticleWork slug={slug} article={article} />
          </Card>
          <Card title="Facts">
            <ArticleFacts slug={slug} article={article} />
          </Card>
        </div>
      </div>
    </>
  );
}
