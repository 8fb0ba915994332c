import { Checkbox } from "@/components/ui/checkbox";
import type { BuilderDto } from "@/lib/releases/schema";

/** Which publishers' articles to take; one that is chosen and not among those offered stays chosen. */
export function PublisherFields({
  publishers,
  isMore,
  chosen,
}: {
  publishers: BuilderDto["publishers"];
  isMore: boolean;
  chosen: readonly string[];
}) {
  const elsewhere = chosen.filter((id) => !publishers.some((one) => one.id === id));
  if (publishers.length === 0 && elsewhere.length === 0) return null;
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">Publishers</legend>
      <div className="grid max-h-64 gap-x-6 gap-y-2 overflow-y-auto sm:grid-cols-2">
        {publishers.map(({ id, name, articles }) => (
          <Checkbox
            key={id}
            name="sources"
            value={id}
            defaultChecked={chosen.includes(id)}
            label={`${name} (${articles.toLocaleString("en")})`}
          />
        ))}
        {elsewhere.length > 0 && (
          <Checkbox
            name="sources"
            value={elsewhere.join(",")}
            defaultChecked
            label={`${elsewhere.length} more, named in the address`}
          />
        )}
      </div>
      <p className="mt-1.5 text-sm text-ink-muted">
        None ticked means all, the unknown too.
        {isMore && " Those with the most articles are offered; the command line takes any by its id."}
      </p>
    </fieldset>
  );
}
