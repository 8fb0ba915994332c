import type { Desk } from "@/components/annotate/desk-state";
import type { Mark } from "@/components/annotate/marks";
import { sliceCodePoints } from "@/lib/text/code-points";
import type { Span } from "@/lib/text/span";

/** The id of the region in which a twin's text is read. */
export const TWIN_ID = "twin-text";

/** The twin that stands beside the text, and the passage here that it is compared with; code points. */
export type Beside = {
  versionId: string;
  spans: readonly Span[];
  here: { span: Span; text: string };
  /** The twin's place among the choices, while one compares before choosing. */
  choice: { place: number; of: number } | null;
};

/** What stands beside the text: the choice that is looked at, else the twin of the current mark that was opened; or null. */
export function besideOf({ ui, current, index }: Pick<Desk, "ui" | "current" | "index">): Beside | null {
  const { picker } = ui;
  if (picker?.type === "twin") {
    const place = picker.preview;
    const candidate = place === null ? undefined : picker.candidates?.[place];
    if (place === null || !candidate) return null;
    const { versionId, start, end } = candidate;
    const here = { span: picker.span, text: sliceCodePoints(index, picker.span) };
    return {
      versionId,
      spans: [{ start, end }],
      here,
      choice: { place, of: picker.candidates?.length ?? 0 },
    };
  }
  const link = current?.reuse.find(({ id }) => id === ui.besideId);
  if (!current || !link?.passage.versionId) return null;
  const { versionId, spans } = link.passage;
  return { versionId, spans, here: { span: current.hull, text: quoteOf(current) }, choice: null };
}

/** The words of a mark, its spans joined. */
export function quoteOf({ annotation }: Mark): string {
  return annotation.spans.map(({ quote }) => quote).join(" … ");
}

/** Looks at the choice after or before the one looked at; back from the first there is none. Nothing is linked by it. */
export function previewTwin(desk: Desk, step: 1 | -1) {
  const { picker } = desk.ui;
  if (picker?.type !== "twin" || !picker.candidates?.length) return;
  showChoice(desk, placeAfter(picker.preview, step, picker.candidates.length));
}

/** The place after or before one in a list of `count` entries; null is before the first, where it begins. */
export function placeAfter(place: number | null, step: 1 | -1, count: number): number | null {
  const next = Math.min((place ?? -1) + step, count - 1);
  return next < 0 ? null : next;
}

/** Puts a choice beside the text, or takes it away. */
export function showChoice(desk: Desk, preview: number | null) {
  const { picker } = desk.ui;
  if (picker?.type === "twin")
    desk.patch({
      picker: { ...picker, preview },
      notice: null,
      narrowPanel: preview === null ? "mark" : "text",
    });
}

/** `Shift+T`: opens the twin beside the text; where it stands there already, goes into it. */
export function openBeside(desk: Desk) {
  if (besideOf(desk)) return document.getElementById(TWIN_ID)?.focus();
  if (desk.ui.picker?.type === "twin") return previewTwin(desk, 1);
  const link = desk.current?.reuse.find(({ passage }) => passage.versionId !== null);
  if (link) return showTwin(desk, link.id);
  const isOutside = (desk.current?.reuse.length ?? 0) > 0;
  desk.say(
    isOutside
      ? "Its twin is outside: open its address."
      : `This duplicate has no twin yet: press ${desk.keyOf("duplicate")}.`,
  );
}

/** Puts a twin of the current mark beside the text by its link's id. */
export function showTwin(desk: Desk, linkId: string) {
  desk.patch({ besideId: linkId, narrowPanel: "text" });
}

/** Closes what stands beside the text; a choice stays open. Answers whether anything stood there. */
export function closeBeside(desk: Desk): boolean {
  if (!besideOf(desk)) return false;
  if (desk.ui.picker?.type === "twin") showChoice(desk, null);
  else desk.patch({ besideId: null });
  return true;
}
