"use client";

import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from "react";
import type { Desk } from "@/components/annotate/desk-state";
import { focusText } from "@/components/annotate/focus-text";
import { type Beside, besideOf, TWIN_ID } from "@/components/annotate/twin-beside";
import { TwinStrip } from "@/components/annotate/twin-strip";
import { TwinArticle } from "@/components/annotate/twin-text";
import { useStepScroll } from "@/components/annotate/use-step-scroll";
import { useTwinText } from "@/components/annotate/use-twin-text";
import type { AnnotatedTextHandle } from "@/components/editor/text-handle";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { ErrorNote } from "@/components/ui/error-note";
import { Skeleton } from "@/components/ui/skeleton";

/** Keys that scroll the twin's text while the focus is in it. */
const scrolling = ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", " "];

/**
 * The annotated text (`children`), and beside it (below it where it is narrow) the whole article of a twin when one is
 * opened or compared: both scroll in step.
 */
export function TwoTexts({
  desk,
  text,
  children,
}: {
  desk: Desk;
  text: RefObject<AnnotatedTextHandle | null>;
  children: ReactNode;
}) {
  const beside = besideOf(desk);
  const frame = useRef<HTMLElement>(null);
  const { found, retry } = useTwinText(desk.article, beside?.versionId ?? null);
  const twin = found && "text" in found ? found.text : null;
  const isShown = desk.ui.narrowPanel === "text";
  useStepScroll(twin && beside ? keyOf(beside) : null, text, frame, beside?.here.span);

  function keyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      focusText();
      event.preventDefault();
      event.stopPropagation();
    } else if (scrolling.includes(event.key)) event.stopPropagation();
  }
  // The text keeps its place among the children, so that it is not drawn anew when a twin comes and goes.
  return (
    <div
      data-beside={beside ? "" : undefined}
      className={classNames(
        "min-h-0 min-w-0",
        !isShown && "max-md:hidden",
        beside !== null &&
          "grid grid-cols-1 grid-rows-[minmax(0,2fr)_auto_minmax(0,3fr)] xl:grid-cols-2 xl:grid-rows-[auto_minmax(0,1fr)]",
      )}
    >
      {beside && <TwinStrip desk={desk} beside={beside} twin={twin} />}
      {children}
      {beside && (
        <section
          ref={frame}
          id={TWIN_ID}
          aria-label="The twin beside the text"
          aria-busy={!found}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          onKeyDown={keyDown}
          className="min-h-0 min-w-0 overflow-y-auto bg-canvas -outline-offset-2 max-xl:order-2 xl:border-l xl:border-border"
        >
          {found && "failure" in found && (
            <ErrorNote
              className="m-4"
              title="The twin's article could not be opened."
              action={
                <Button size="sm" onClick={retry}>
                  Try again
                </Button>
              }
            >
              {found.failure}
            </ErrorNote>
          )}
          {!found && <Skeleton className="m-4 h-40" />}
          {twin && (
            <TwinArticle twin={twin} spans={beside.spans} here={beside.here.text} lang={desk.article.lang} />
          )}
        </section>
      )}
    </div>
  );
}

function keyOf({ versionId, spans, here }: Beside): string {
  return `${versionId} ${spans.map(({ start, end }) => `${start}-${end}`).join()} ${here.span.start}`;
}
