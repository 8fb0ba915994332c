import type { ReactNode } from "react";
import { languageName } from "@/components/articles/language-name";
import { localTime } from "@/components/articles/local-time";
import { Link } from "@/components/ui/link";
import { Time } from "@/components/ui/time";
import type { ArticleDto } from "@/lib/articles/facts-schema";
import { labelOf } from "@/lib/vocabulary";

/** What is known of an article, and plainly what is not. */
export function ArticleFacts({ slug, article }: { slug: string; article: ArticleDto }) {
  const { text } = article;
  const base = `/projects/${slug}/articles`;
  return (
    <dl className="flex flex-col gap-2.5">
      <Fact label="Publisher">{text.publisher}</Fact>
      <Fact label="Credited">{text.credits.length > 0 ? text.credits.join(", ") : "Nobody"}</Fact>
      <Fact label="Byline">{text.byline}</Fact>
      <Fact label="Published">
        {text.publishedAt ? (
          <Time value={text.publishedAt} format="datetime" />
        ) : (
          text.publishedText && localTime(text.publishedText)
        )}
      </Fact>
      <Fact label="Language">{text.lang && languageName(text.lang)}</Fact>
      <Fact label="Translated">
        {labelOf(text.translated)}
        {text.originalLanguage && `, from ${languageName(text.originalLanguage)}`}
      </Fact>
      <Fact label="Address">
        {text.url && (
          <a href={text.url} rel="noreferrer noopener" target="_blank" className="link break-all">
            {text.url}
          </a>
        )}
      </Fact>
      <Fact label="Derivation">{article.derivation && labelOf(article.derivation)}</Fact>
      {article.derivesFrom && (
        <Fact label="Derives from">
          <Link href={`${base}/${article.derivesFrom.id}`} className="link">
            {article.derivesFrom.title}
          </Link>
        </Fact>
      )}
      <Fact label="Terms">
        {article.licence ?? (article.publisherLicence && `${article.publisherLicence} (its publisher’s)`)}
      </Fact>
      <Fact label="Imported">
        <Link href={`${base}?batch=${article.batch.id}`} className="link">
          {article.batch.label}
        </Link>
        , <Time value={article.createdAt} format="day" />
      </Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-3 text-sm">
      <dt className="text-ink-muted">{label}</dt>
      <dd className="break-words">{children || <span className="text-ink-muted">Unknown</span>}</dd>
    </div>
  );
}
