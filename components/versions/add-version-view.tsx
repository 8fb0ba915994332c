import type { FormAction } from "@/components/forms/action-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { AddVersionForm } from "@/components/versions/add-version-form";
import type { DraftOfBatch } from "@/lib/imports/schema";
import type { VersionPreviewDto } from "@/lib/versions/schema";

/** Adding a new text of an article, for whoever prepares articles. */
export function AddVersionView({
  slug,
  article,
  ownId,
  text,
  waiting,
  look,
  add,
}: {
  slug: string;
  article: { id: string; title: string };
  ownId: string;
  /** The new text where it is known, as of an article that was about to be imported. */
  text: string;
  /** Where that article waits. */
  waiting: DraftOfBatch;
  look: FormAction<VersionPreviewDto>;
  add: FormAction<null>;
}) {
  const articles = `/projects/${slug}/articles`;
  const base = `${articles}/${article.id}`;
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Add a version"
        lead="The article as its publisher has it now. The marks are carried over: those whose words stay are kept, the others are shown to a person."
        breadcrumb={
          <Breadcrumb
            items={[
              { href: articles, label: "Articles" },
              { href: base, label: article.title },
              { href: `${base}/versions`, label: "Versions" },
            ]}
          />
        }
      />
      <AddVersionForm
        articleId={article.id}
        ownId={ownId}
        initialText={text}
        waiting={waiting}
        backHref={`${base}/versions`}
        look={look}
        add={add}
      />
    </div>
  );
}
