import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import type { EditorView } from "@tiptap/pm/view";

/**
 * A text with a caret that nobody can change: whatever would type, paste, cut or drop is stopped before it happens, and
 * a transaction that changes the document all the same (an input method's) is refused, so that the view puts its text
 * back. Keys are left to the screen and, where it takes none, to the browser.
 */
export const FixedText = Extension.create({
  name: "fixedText",

  addProseMirrorPlugins() {
    const stop = (_view: EditorView, event: Event) => {
      event.preventDefault();
      return true;
    };
    return [
      new Plugin({
        filterTransaction: (tr) => !tr.docChanged,
        view: ({ dom }) => {
          sayPlain(dom);
          takeNoInput(dom);
          return {};
        },
        props: {
          handleDOMEvents: {
            // The editor's own meaning of Enter, Escape or Ctrl+Z would take them from the screen.
            keydown: () => true,
            keypress: stop,
            beforeinput: stop,
            paste: stop,
            cut: stop,
            drop: stop,
            dragstart: stop,
          },
        },
      }),
    ];
  },
});

/** Says that the region holds plain text, where the browser knows such: React else counts through all of it at each of its renderings. */
function sayPlain(dom: HTMLElement) {
  try {
    dom.contentEditable = "plaintext-only";
  } catch {
    // It is editable as it was.
  }
}

/**
 * Has what an input method would type go to a buffer that nobody reads, where the browser has such: Chromium else reads
 * out all of an editable text for input methods whenever the caret moves.
 */
function takeNoInput(dom: HTMLElement) {
  const make: unknown = Reflect.get(window, "EditContext");
  if (typeof make === "function") Reflect.set(dom, "editContext", Reflect.construct(make, []));
}
