import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import type { CardDto } from "@/lib/cards/schema";

/** Chooses whether a card is counted on final marks or, as a preview, on one person's; nothing where nobody's may be seen. */
export function LayerChoice({
  card,
}: {
  card: Pick<CardDto, "id" | "projectSlug" | "layers" | "preview" | "result">;
}) {
  const { layers, preview } = card;
  if (layers.length === 0) return null;
  const address = `/projects/${card.projectSlug}/claims/${card.id}`;
  return (
    <div className="mb-4 flex flex-col gap-2">
      <form action={address} aria-label="Whose marks count" className="flex flex-wrap items-center gap-2">
        <label htmlFor="counted-layer" className="text-sm text-ink-muted">
          Counted on
        </label>
        <Select
          key={preview?.id ?? "final"}
          id="counted-layer"
          name="layer"
          defaultValue={preview?.id ?? ""}
          className="w-72 max-md:w-full"
        >
          <option value="">Final marks</option>
          {layers.map((layer) => (
            <option key={layer.id} value={layer.id}>
              {layer.isOwn ? "Your own marks" : `Marks of ${layer.name}`} (
              {layer.articles === 1 ? "1 article" : `${layer.articles} articles`})
            </option>
          ))}
        </Select>
        <Button type="submit" size="sm">
          Show
        </Button>
        {preview && (
          <LinkButton href={address} size="sm" variant="ghost">
            Back to final marks
          </LinkButton>
        )}
      </form>
      {preview && (
        <p className="max-w-3xl rounded-md border border-warning bg-warning-soft px-3 py-2 text-sm">
          <strong className="font-semibold">Preview.</strong> Counted on{" "}
          {preview.isOwn ? "your own marks" : `the marks of ${preview.name}`} alone, not on the final ones:
          the claims that cover at least half of a final claim of this card, with the attributions, what they
          rest on, and the reuse marked there. It is not kept, stands on no board, and nothing can be changed
          while it is shown.
          {card.result?.mentions === 0 && " No claim there covers one of this card's."}
        </p>
      )}
    </div>
  );
}
