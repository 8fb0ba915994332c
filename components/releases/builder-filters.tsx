"use client";

import { ArticleFields, LayerFields } from "@/components/exports/filter-fields";
import { useCountingForm } from "@/components/exports/use-counting-form";
import { PublisherFields } from "@/components/releases/publisher-fields";
import { SplitFields, TextFields } from "@/components/releases/split-fields";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import type { BuilderDto, FormatName, ReleaseOptions } from "@/lib/releases/schema";
import { annotationKinds, labelOf } from "@/lib/vocabulary";

/** What a release takes and how it is written. Every change makes an address and counts anew; before any script, a button does. */
export function BuilderFilters({
  base,
  options,
  built,
  writable,
}: {
  base: string;
  options: ReleaseOptions;
  built: Pick<BuilderDto, "languages" | "publishers" | "isMorePublishers">;
  /** The formats that write, the most complete first. */
  writable: { name: FormatName; title: string }[];
}) {
  const { isCounting, count } = useCountingForm(base);
  const { filter } = options;
  const { languages } = built;
  return (
    <form action={base} aria-label="What to take" onChange={count} aria-busy={isCounting}>
      <div className="flex flex-col gap-6">
        <Card title="What to take" lead="The figures follow every change.">
          <div className="flex flex-col gap-6">
            <LayerFields filter={filter} hasUnfinished={false} />
            <fieldset>
              <legend className="mb-2 text-sm font-medium">Kinds of mark</legend>
              <div className="flex flex-wrap gap-x-6 gap-y-2">
                {annotationKinds.map((kind) => (
                  <Checkbox
                    key={kind}
                    name="kinds"
                    value={kind}
                    defaultChecked={options.kinds.includes(kind)}
                    label={`${labelOf(kind)}s`}
                  />
                ))}
              </div>
              <p className="mt-1.5 text-sm text-ink-muted">None ticked means all of them.</p>
            </fieldset>
            <ArticleFields filter={filter} />
            <PublisherFields
              publishers={built.publishers}
              isMore={built.isMorePublishers}
              chosen={filter.sources}
            />
            {languages.length > 0 && (
              <fieldset>
                <legend className="mb-2 text-sm font-medium">Languages</legend>
                <div className="flex flex-wrap gap-x-6 gap-y-2">
                  {languages.map((language) => (
                    <Checkbox
                      key={language}
                      name="languages"
                      value={language}
                      defaultChecked={filter.languages.includes(language)}
                      label={language}
                    />
                  ))}
                </div>
                <p className="mt-1.5 text-sm text-ink-muted">None ticked means all, the unknown too.</p>
              </fieldset>
            )}
          </div>
        </Card>
        <TextFields options={options} />
        <Card
          title="Formats"
          lead={
            options.textFree
              ? "Texts stay here, so there is the text-free file alone; all others are made from the rehydrated one by “sourcebench convert”."
              : "Each says in the release what it could not carry."
          }
        >
          <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
            {writable.map(({ name, title }) => (
              <Checkbox
                key={name}
                name="formats"
                value={name}
                defaultChecked={options.formats.includes(name)}
                label={title}
              />
            ))}
          </div>
        </Card>
        <SplitFields options={options} />
        <Card
          title="What people said beside"
          lead="Off unless you need it. E-mail addresses and names never leave."
        >
          <div className="flex flex-col gap-3">
            <Checkbox
              name="cards"
              value="true"
              defaultChecked={options.cards}
              label="Claim cards"
              help="Mentions, origins, judgements and evidence, for the formats that carry them."
            />
            <Checkbox
              name="comments"
              value="true"
              defaultChecked={options.comments}
              label="Comments"
              help="What reviewers wrote to their decisions, annotators' own notes on marks, and threads of comments as far as you read them, under pseudonyms. Names that somebody typed stay as typed."
            />
            <Checkbox
              name="leavesUntouched"
              value="true"
              defaultChecked={options.leavesUntouched}
              label="Without untouched suggestions"
              help="Marks that annotators took from a program as they were stay here. Final marks, which a reviewer decided, leave."
            />
            <Checkbox
              name="ratings"
              value="true"
              defaultChecked={options.ratings}
              label="Grades of the sources"
              help="Who gave them appears under the release's pseudonyms."
            />
            <Checkbox
              name="personRatings"
              value="true"
              defaultChecked={options.personRatings}
              label="Grades of persons, too"
              help="Only together with the grades of the sources. A person graded can ask what is kept about them."
            />
          </div>
        </Card>
      </div>
      <noscript>
        <Button type="submit" className="mt-4">
          Count
        </Button>
      </noscript>
    </form>
  );
}
