import { queueAddress } from "@/components/review/review-queue-address";
import { SourceFilter } from "@/components/sources/source-filter";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Select } from "@/components/ui/select";
import { type QueueChoices, type QueueFilter, type QueueSort, queueSorts } from "@/lib/review/queue-schema";

/** What each order is called. */
export const sortLabels: Record<QueueSort, string> = {
  waiting: "Waiting time",
  agreement: "Agreement",
  conflicts: "Conflicts",
  source: "Publisher",
  assignee: "Reviewer",
};

const selectClass = "w-44 max-md:w-[calc(50%-0.25rem)]";

const unknownPublisher = { id: "unknown", name: "Unknown" };

function publisherOf({ publisher }: QueueFilter, choices: QueueChoices) {
  if (!publisher) return null;
  if (publisher === "unknown") return unknownPublisher;
  return choices.publisher ?? { id: publisher, name: "One not in view" };
}

/** The queue's filters and order: a form that makes an address, so that it works before any script and can be shared. */
export function ReviewQueueFilters({
  slug,
  filter,
  choices,
}: {
  slug: string;
  filter: QueueFilter;
  choices: QueueChoices;
}) {
  const isNarrowed = filter.publisher !== undefined || filter.assignee !== undefined;
  return (
    <form
      key={JSON.stringify(filter)}
      action={queueAddress(slug, {})}
      aria-label="Filters and order"
      className="flex grow flex-wrap items-center gap-2"
    >
      <input type="hidden" name="show" value={filter.show} />
      <SourceFilter
        name="publisher"
        label="Publisher"
        chosen={publisherOf(filter, choices)}
        others={[unknownPublisher]}
      />
      {filter.show !== "mine" && (
        <Select
          name="assignee"
          aria-label="Reviewer"
          defaultValue={filter.assignee ?? ""}
          className={selectClass}
        >
          <option value="">Reviewer: any</option>
          <option value="me">Me</option>
          <option value="nobody">Nobody</option>
          {choices.people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <Select name="sort" aria-label="Order" defaultValue={filter.sort} className={selectClass}>
        {queueSorts.map((sort) => (
          <option key={sort} value={sort}>
            By {sortLabels[sort].toLowerCase()}
          </option>
        ))}
      </Select>
      <Button type="submit">Show</Button>
      {isNarrowed && (
        <Link
          href={queueAddress(slug, { show: filter.show, sort: filter.sort })}
          className="link px-1 text-sm"
        >
          Clear
        </Link>
      )}
    </form>
  );
}
