import { ArrowDown, ArrowUp, X } from "lucide-react";
import { useMemo } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { focusText } from "@/components/annotate/focus-text";
import { chooseTwin } from "@/components/annotate/link-actions";
import { type Beside, closeBeside, previewTwin } from "@/components/annotate/twin-beside";
import { isOtherLanguage, passageOf } from "@/components/annotate/twin-text";
import { DifferenceNotes } from "@/components/reuse/difference-notes";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Kbd } from "@/components/ui/kbd";
import { Time } from "@/components/ui/time";
import { hasDifferences, twinDifferences } from "@/lib/passages/differences";
import type { TwinText } from "@/lib/passages/schema";

/** Over both texts (between them where they stand below each other): what the twin is, and what differs beyond wording. */
export function TwinStrip({ desk, beside, twin }: { desk: Desk; beside: Beside; twin: TwinText | null }) {
  const { here, choice } = beside;
  function close() {
    closeBeside(desk);
    focusText();
  }
  return (
    <div className="min-w-0 border-border bg-canvas max-xl:order-1 max-xl:border-y xl:col-span-2 xl:border-b">
      <header className="py-2 xl:grid xl:grid-cols-2">
        <p className="truncate px-6 text-sm text-ink-muted max-xl:hidden" dir="auto">
          {desk.article.title}
        </p>
        <div className="flex min-w-0 items-start gap-2 px-4 xl:ps-6">
          <div className="min-w-0 grow">
            <h2 className="truncate text-sm font-semibold" dir="auto">
              {twin?.title ?? "The twin"}
            </h2>
            {twin && (
              <p className="truncate text-xs text-ink-muted">
                {twin.versionId === desk.article.versionId
                  ? "In this article"
                  : (twin.publisher ?? "Publisher unknown")}
                {twin.publishedAt && (
                  <>
                    , <Time value={twin.publishedAt} format="datetime" />
                  </>
                )}
              </p>
            )}
          </div>
          {choice && <Choice desk={desk} choice={choice} />}
          <IconButton label="Close the twin" size="sm" icon={<X />} onClick={close} />
        </div>
      </header>
      {twin && <Differences desk={desk} here={here.text} twin={twin} beside={beside} />}
    </div>
  );
}

/** Which of the choices is looked at, and what may be done with it. */
function Choice({ desk, choice: { place, of } }: { desk: Desk; choice: NonNullable<Beside["choice"]> }) {
  const { picker } = desk.ui;
  const candidate = picker?.type === "twin" ? picker.candidates?.[place] : undefined;
  return (
    <div className="flex shrink-0 items-center gap-1">
      <span className="text-xs whitespace-nowrap text-ink-muted tabular-nums" aria-live="polite">
        {place + 1} of {of}
      </span>
      <IconButton
        label="Choice before"
        size="sm"
        icon={<ArrowUp />}
        disabled={place === 0}
        onClick={() => previewTwin(desk, -1)}
      />
      <IconButton
        label="Next choice"
        size="sm"
        icon={<ArrowDown />}
        disabled={place === of - 1}
        onClick={() => previewTwin(desk, 1)}
      />
      <Button
        size="sm"
        variant="primary"
        onClick={() => {
          if (candidate) chooseTwin(desk, { candidate });
        }}
      >
        Link <Kbd>{desk.hasSingleKeys ? place + 1 : "↵"}</Kbd>
      </Button>
    </div>
  );
}

function Differences({
  desk,
  here,
  twin,
  beside,
}: {
  desk: Desk;
  here: string;
  twin: TwinText;
  beside: Beside;
}) {
  const there = useMemo(() => passageOf(twin, beside.spans), [twin, beside.spans]);
  const differences = twinDifferences(
    { text: here, lang: desk.article.lang },
    { text: there, lang: twin.lang },
  );
  const isForeign = isOtherLanguage(desk.article.lang, twin.lang);
  if (!isForeign && !hasDifferences(differences)) return null;
  return (
    <section
      aria-label="How they differ"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls where it is narrow
      tabIndex={0}
      className="flex max-h-28 flex-col gap-1 overflow-y-auto border-t border-border px-4 py-2 -outline-offset-2 max-md:max-h-20 xl:px-6"
    >
      {isForeign && (
        <p className="text-sm text-ink-muted">
          In two languages, so the words are not compared; numbers and names are.
        </p>
      )}
      <DifferenceNotes differences={differences} names={["this passage", "the twin"]} />
    </section>
  );
}
