import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextArea } from "@/components/forms/form-text-area";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ArticleDto } from "@/lib/articles/facts-schema";
import { derivations, termOf, translatedStates } from "@/lib/vocabulary";

/** Correcting the facts of an article; blank means unknown. The text itself never changes. */
export function FactsForm({
  slug,
  article,
  action,
}: {
  slug: string;
  article: ArticleDto;
  action: FormAction<string>;
}) {
  const base = `/projects/${slug}/articles`;
  const { text } = article;
  return (
    <div className="max-w-2xl">
      <PageHeader
        title="Facts of the article"
        lead="Blank means unknown. The text and its marks are not touched."
        breadcrumb={
          <Breadcrumb
            items={[
              { href: base, label: "Articles" },
              { href: `${base}/${article.id}`, label: text.title },
            ]}
          />
        }
      />
      <ActionForm action={action} label="Facts" className="flex flex-col gap-5">
        <input type="hidden" name="articleId" value={article.id} />
        <input type="hidden" name="revision" value={article.revision} />
        <FormTextInput name="title" label="Title" defaultValue={text.title} required autoComplete="off" />
        <div className="grid gap-5 md:grid-cols-2">
          <FormTextInput
            name="publisher"
            label="Publisher"
            help="A registered source, by one of its names."
            defaultValue={text.publisher ?? ""}
            autoComplete="off"
          />
          <FormTextInput name="byline" label="Byline" defaultValue={text.byline ?? ""} autoComplete="off" />
        </div>
        <FormTextArea
          name="credits"
          label="Credited sources"
          help="Agencies, partners and translators the page names, one a line, as written."
          rows={3}
          defaultValue={article.creditNames.join("\n")}
        />
        <FormTextInput
          name="url"
          type="url"
          label="Address"
          defaultValue={text.url ?? ""}
          placeholder="https://"
          autoComplete="off"
        />
        <FormTextInput
          name="published"
          label="Published"
          help="As the page gives it: 2026-03-01, 2026-03-01T08:30, or with its zone 2026-03-01T08:30+02:00. Without a zone none is guessed."
          defaultValue={text.publishedAt ?? text.publishedText ?? ""}
          autoComplete="off"
        />
        <div className="grid gap-5 md:grid-cols-3">
          <FormTextInput
            name="language"
            label="Language"
            help="A tag: en, uk, pt-BR."
            defaultValue={text.lang ?? ""}
            autoComplete="off"
          />
          <FormSelect name="translated" label="Translated" defaultValue={text.translated}>
            {translatedStates.map((code) => (
              <option key={code} value={code}>
                {termOf(code).label}
              </option>
            ))}
          </FormSelect>
          <FormTextInput
            name="originalLanguage"
            label="Original language"
            defaultValue={text.originalLanguage ?? ""}
            autoComplete="off"
          />
        </div>
        <div className="grid gap-5 md:grid-cols-2">
          <FormSelect name="derivation" label="Derivation" defaultValue={article.derivation ?? ""}>
            <option value="">Unknown</option>
            {derivations.map((code) => (
              <option key={code} value={code}>
                {termOf(code).label}
              </option>
            ))}
          </FormSelect>
          <FormTextInput
            name="derivesFrom"
            label="Derives from"
            help="The address of an article of this project."
            defaultValue={article.derivesFrom?.id ?? ""}
            autoComplete="off"
          />
        </div>
        <FormTextInput
          name="licence"
          label="Terms of its own"
          help={`Under which its text may be passed on, where they are not its publisher’s${article.publisherLicence ? ` (${article.publisherLicence})` : ""}.`}
          defaultValue={article.licence ?? ""}
          maxLength={1_000}
          autoComplete="off"
        />
        <div className="flex gap-2">
          <SubmitButton>Save the facts</SubmitButton>
          <LinkButton href={`${base}/${article.id}`}>Cancel</LinkButton>
        </div>
      </ActionForm>
    </div>
  );
}
