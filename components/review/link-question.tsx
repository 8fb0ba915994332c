import { LayerLetter } from "@/components/review/place-fields";
import { DigitKey, KeyOf, KeyOfLayer } from "@/components/review/review-keys";
import type { Desk } from "@/components/review/use-desk";
import { Button } from "@/components/ui/button";
import { markWords } from "@/lib/review/places";
import type { ReviewLayer } from "@/lib/review/schema";

const box = "flex flex-col gap-2 rounded-md border border-border p-3";

/** While links are taken or left one by one: which one is asked for, who has it, and the two answers. */
export function LinkQuestion({ desk, layers }: { desk: Desk; layers: readonly ReviewLayer[] }) {
  const { question, doings } = desk;
  if (!question) return null;
  return (
    <section aria-label="One link" className={box}>
      <h3 className="flex items-center gap-1.5 text-xs font-medium text-ink-muted">
        Link {question.position} of {question.total}, by
        {layers
          .filter((layer) => question.layerIds.includes(layer.id))
          .map((layer) => (
            <LayerLetter key={layer.id} letter={layer.letter} />
          ))}
      </h3>
      <p role="status" className="line-clamp-4 text-sm break-words" dir="auto">
        {question.text}
      </p>
      {question.forMark && (
        <p className="line-clamp-2 text-xs break-words text-ink-muted" dir="auto">
          For “{markWords(question.forMark)}”
        </p>
      )}
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" variant="primary" onClick={() => doings.answerLink(true)}>
          Take this link <KeyOf action="take-link" />
        </Button>
        <Button size="sm" onClick={() => doings.answerLink(false)}>
          Leave it <KeyOf action="reject" />
        </Button>
        <Leave onLeave={doings.leave} />
      </div>
    </section>
  );
}

/** Before links are asked for in a place where somebody has several marks: whose marks are taken, then which of them. */
export function LinkChoice({ desk, layers }: { desk: Desk; layers: readonly ReviewLayer[] }) {
  const { mode, linkChoice, having, doings } = desk;
  if (mode === "which")
    return (
      <section aria-label="Which mark" className={box}>
        <p role="status" className="text-sm">
          Which of {layers[linkChoice.whose ?? -1]?.letter}'s marks?
        </p>
        <ul className="-mx-1 flex flex-col">
          {linkChoice.own.map((mark, at) => (
            <li key={mark.id}>
              <button
                type="button"
                onClick={() => doings.chooseWhich(at)}
                className="flex w-full items-start gap-2 rounded-sm px-1 py-1 text-left text-sm hover:bg-surface-hover"
              >
                <DigitKey digit={at + 1} />
                <span className="line-clamp-2 min-w-0 break-words" dir="auto">
                  {markWords(mark)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-1.5">
          <Button size="sm" onClick={doings.both}>
            {linkChoice.own.length === 2 ? "Both" : "All"} <KeyOf action="both" />
          </Button>
          <Leave onLeave={doings.leave} />
        </div>
      </section>
    );
  return (
    <section aria-label="Whose marks" className={box}>
      <p role="status" className="text-sm">
        Whose marks, with links taken one by one?
      </p>
      <div className="flex flex-wrap gap-1.5">
        {having.map((at) => (
          <Button key={at} size="sm" onClick={() => doings.chooseWhose(at)}>
            {layers[at]?.letter}'s <KeyOfLayer index={at} />
          </Button>
        ))}
        <Leave onLeave={doings.leave} />
      </div>
    </section>
  );
}

function Leave({ onLeave }: { onLeave: () => void }) {
  return (
    <Button size="sm" variant="ghost" className="ml-auto" onClick={onLeave}>
      Cancel <KeyOf action="leave" />
    </Button>
  );
}
