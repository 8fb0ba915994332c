import { LayerLetter } from "@/components/review/place-fields";
import type { Desk } from "@/components/review/use-desk";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { ReviewLayer } from "@/lib/review/schema";

/** While links are taken or left one by one: which one is asked for, who has it, and the two answers. */
export function LinkQuestion({ desk, layers }: { desk: Desk; layers: readonly ReviewLayer[] }) {
  const { links, answers, having, doings } = desk;
  const link = links[answers.length];
  if (!link) return null;
  return (
    <section aria-label="One link" className="flex flex-col gap-2 rounded-md border border-border p-3">
      <h3 className="flex items-center gap-1.5 text-xs font-medium text-ink-muted">
        Link {answers.length + 1} of {links.length}, by
        {link.having.map((at) => {
          const layer = layers[having[at] ?? -1];
          return layer && <LayerLetter key={layer.id} letter={layer.letter} />;
        })}
      </h3>
      <p role="status" className="line-clamp-4 text-sm break-words" dir="auto">
        {link.text}
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" variant="primary" onClick={() => doings.answerLink(true)}>
          Take this link <Kbd>y</Kbd>
        </Button>
        <Button size="sm" onClick={() => doings.answerLink(false)}>
          Leave it <Kbd>x</Kbd>
        </Button>
        <Button size="sm" variant="ghost" className="ml-auto" onClick={doings.leave}>
          Cancel <Kbd>Esc</Kbd>
        </Button>
      </div>
    </section>
  );
}
