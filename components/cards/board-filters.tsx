import { Search } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import type { BoardFilter } from "@/lib/cards/board-schema";

const selectClass = "w-44 max-md:w-[calc(50%-0.25rem)]";

/** The board's search and filters: a form that makes an address, so that it works before any script and can be shared. */
export function BoardFilters({
  base,
  filter,
  origin,
  isFiltered,
  clearHref,
}: {
  base: string;
  filter: BoardFilter;
  origin: { id: string; name: string } | null;
  isFiltered: boolean;
  clearHref: string;
}) {
  return (
    <form action={base} aria-label="Filter cards" className="mb-4 flex flex-wrap items-center gap-2">
      {filter.order !== "newest" && <input type="hidden" name="order" value={filter.order} />}
      <TextInput
        type="search"
        name="q"
        aria-label="Words of the statement"
        placeholder="Words of the statement"
        defaultValue={filter.q}
        maxLength={200}
        className="min-w-48 grow basis-56"
      />
      <Select
        name="type"
        aria-label="What is counted"
        defaultValue={filter.type ?? ""}
        className={selectClass}
      >
        <option value="">Counts: any</option>
        <option value="content">What is claimed</option>
        <option value="speech-act">That it was said</option>
      </Select>
      <Select
        name="credibility"
        aria-label="Suggested credibility"
        defaultValue={filter.credibility ?? ""}
        className={selectClass}
      >
        <option value="">Suggested: any</option>
        <option value="1">1 · confirmed</option>
        <option value="2">2 · probably true</option>
        <option value="3">3 · possibly true</option>
        <option value="6">6 · cannot be judged</option>
        <option value="none">None</option>
      </Select>
      <Select name="with" aria-label="With" defaultValue={filter.with ?? ""} className={selectClass}>
        <option value="">With: anything</option>
        <option value="denials">Denials</option>
        <option value="unexamined">Unexamined pairs</option>
        <option value="unrated">Unrated origins</option>
        <option value="unnamed">Mentions without origin</option>
      </Select>
      {origin && (
        <Select name="origin" aria-label="Origin" defaultValue={origin.id} className={selectClass}>
          <option value="">Origin: any</option>
          <option value={origin.id}>{origin.name}</option>
        </Select>
      )}
      <span className="flex items-center gap-1.5 text-sm text-ink-muted max-md:w-full">
        <span aria-hidden="true">From</span>
        <TextInput
          type="date"
          name="from"
          aria-label="Reported from"
          defaultValue={filter.from}
          className="w-36! max-md:min-w-0 max-md:grow"
        />
        <span aria-hidden="true">to</span>
        <TextInput
          type="date"
          name="to"
          aria-label="Reported to"
          defaultValue={filter.to}
          className="w-36! max-md:min-w-0 max-md:grow"
        />
      </span>
      <Button type="submit" icon={<Search />}>
        Show
      </Button>
      {isFiltered && (
        <Link href={clearHref} className="link px-1 text-sm">
          Clear
        </Link>
      )}
    </form>
  );
}
