/** A line of a page as a reader sees it, and the innermost block element that it stands in. */
export type PageLine = { text: string; element: Element };

const unseen: ReadonlySet<string> = new Set(
  "SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT SVG CANVAS VIDEO AUDIO IMG BUTTON SELECT TEXTAREA INPUT HEAD TITLE META LINK".split(
    " ",
  ),
);
const inline: ReadonlySet<string> = new Set(
  "A PICTURE ABBR B BDI BDO CITE CODE DATA DEL DFN EM FONT I INS KBD LABEL MARK Q RUBY RB RT RP S SAMP SMALL SPAN STRONG SUB SUP TIME TT U VAR WBR".split(
    " ",
  ),
);

/**
 * The lines of a page in reading order: each block element ends a line, `br` breaks one, runs of white space become
 * one space (in `pre` they stay). Scripts, styles, form controls and hidden elements are left out.
 */
export function pageLines(root: Element): PageLine[] {
  const lines: PageLine[] = [];
  let words = "";
  let holder = root;

  function flush() {
    for (const line of words.split("\n")) {
      const text = line.replace(/[ \t\r\f]+/g, " ").trim();
      if (text !== "") lines.push({ text, element: holder });
    }
    words = "";
  }

  function visit(element: Element, isPre: boolean) {
    for (const node of Array.from(element.childNodes)) {
      if (node.nodeType === 3) {
        const text = node.textContent ?? "";
        words += isPre ? text : text.replace(/[ \t\r\n\f]+/g, " ");
      } else if (isElement(node) && !isUnseen(node)) enter(node, isPre);
    }
  }

  function enter(element: Element, isPre: boolean) {
    const name = element.tagName.toUpperCase();
    if (name === "BR") words += "\n";
    else if (inline.has(name) || name.includes("-")) {
      if (name === "Q") words += "“";
      visit(element, isPre);
      if (name === "Q") words += "”";
    } else if (name === "TD" || name === "TH") {
      visit(element, isPre);
      words += " ";
    } else {
      flush();
      const outer = holder;
      holder = element;
      visit(element, isPre || name === "PRE");
      flush();
      holder = outer;
    }
  }

  enter(root, false);
  flush();
  return lines;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}

function isUnseen(element: Element): boolean {
  if (unseen.has(element.tagName.toUpperCase())) return true;
  if (element.hasAttribute("hidden") || element.getAttribute("aria-hidden") === "true") return true;
  return /display\s*:\s*none|visibility\s*:\s*hidden/i.test(element.getAttribute("style") ?? "");
}
