import { Search } from "lucide-react";
import { languageName } from "@/components/articles/language-name";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import {
  type ArticleFilter,
  type ArticleFilterOptions,
  articleStages,
  stageLabels,
} from "@/lib/articles/list-schema";
import { labelOf, translatedStates } from "@/lib/vocabulary";

type Option = { value: string; label: string };

/** The list's search and filters: a form that makes an address, so that it works before any script and can be shared. */
export function ArticleFilters({
  base,
  filter,
  options,
  isFiltered,
}: {
  base: string;
  filter: ArticleFilter;
  options: ArticleFilterOptions;
  isFiltered: boolean;
}) {
  return (
    <form action={base} aria-label="Search and filters" className="mb-4 flex flex-wrap items-center gap-2">
      <div className="relative min-w-48 grow basis-56">
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-2.5 z-10 size-4 -translate-y-1/2 text-ink-muted"
        />
        <TextInput
          type="search"
          name="q"
          aria-label="Search in title and text"
          placeholder="Title or text"
          defaultValue={filter.q}
          maxLength={200}
          className="pl-8"
        />
      </div>
      <FilterSelect
        name="stage"
        label="State"
        value={filter.stage}
        options={articleStages.map((stage) => ({ value: stage, label: stageLabels[stage] }))}
      />
      {options.languages.length > 1 && (
        <FilterSelect
          name="language"
          label="Language"
          value={filter.language}
          options={options.languages.map((tag) => ({ value: tag, label: languageName(tag) }))}
        />
      )}
      <FilterSelect
        name="publisher"
        label="Publisher"
        value={filter.publisher}
        options={[
          { value: "unknown", label: "Unknown" },
          ...options.publishers.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <FilterSelect
        name="translated"
        label="Translated"
        value={filter.translated}
        options={translatedStates.map((code) => ({ value: code, label: labelOf(code) }))}
      />
      {options.batches.length > 1 && (
        <FilterSelect
          name="batch"
          label="Import"
          value={filter.batch}
          options={options.batches.map(({ id, label }) => ({ value: id, label }))}
        />
      )}
      <Button type="submit">Show</Button>
      {isFiltered && (
        <Link href={base} className="link px-1 text-sm">
          Clear
        </Link>
      )}
    </form>
  );
}

function FilterSelect({
  name,
  label,
  value,
  options,
}: {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly Option[];
}) {
  return (
    <Select
      name={name}
      aria-label={label}
      defaultValue={value ?? ""}
      className="w-36 max-md:w-[calc(50%-0.25rem)]"
    >
      <option value="">{label}: any</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </Select>
  );
}
