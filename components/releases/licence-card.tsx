import { ActionForm, type FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { countNoted } from "@/lib/releases/noted-terms";
import type { PublisherTerms } from "@/lib/releases/schema";

/** Whose texts are in it, and under which terms each may be passed on; noted on the source, for every release after. */
export function LicenceCard({
  slug,
  licences,
  isMore,
  noteLicence,
}: {
  slug: string;
  licences: PublisherTerms[];
  isMore: boolean;
  noteLicence: FormAction<null>;
}) {
  const own = licences.reduce((sum, { ownTerms }) => sum + ownTerms, 0);
  const { publishers, noted, unknown } = countNoted(licences);
  const missing = publishers - noted;
  return (
    <Card
      title="Whose texts these are"
      lead="What is noted here goes into the release: licences.json, notes.md and each article’s record. An article’s own terms are noted among its facts."
    >
      {licences.length === 0 ? (
        <p className="text-base text-ink-muted">No article matches.</p>
      ) : (
        <ul className="divide-y divide-border">
          {licences.map(({ source, licence, articles }) =>
            source ? (
              <li key={source.id} className="py-3 first:pt-0">
                <ActionForm
                  action={noteLicence}
                  label={`Terms of ${source.name}`}
                  className="flex flex-wrap items-end gap-x-3 gap-y-2"
                >
                  <input type="hidden" name="slug" value={slug} />
                  <input type="hidden" name="sourceId" value={source.id} />
                  <FormTextInput
                    name="licence"
                    label={`${source.name}, ${count(articles)}`}
                    defaultValue={licence}
                    placeholder="Not noted: for example CC BY 4.0, or “by contract, no texts”"
                    maxLength={1_000}
                    className="min-w-0 grow basis-64"
                  />
                  <SubmitButton variant="secondary" pendingText="Noting…">
                    Note
                  </SubmitButton>
                </ActionForm>
              </li>
            ) : null,
          )}
        </ul>
      )}
      {(unknown > 0 || missing > 0 || own > 0 || isMore) && (
        <p className="mt-3 text-sm text-ink-muted">
          {unknown > 0 && `${upper(count(unknown))} without a known publisher. `}
          {missing > 0 && `${missing === 1 ? "One publisher" : `${missing} publishers`} without a note. `}
          {own > 0 &&
            `${upper(count(own))} with terms of ${own === 1 ? "its" : "their"} own, which stand before these. `}
          {isMore && "Those with the most articles are shown; the release names all."}
        </p>
      )}
    </Card>
  );
}

function upper(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

function count(articles: number): string {
  return articles === 1 ? "one article" : `${articles.toLocaleString("en")} articles`;
}
