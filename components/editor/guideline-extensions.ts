import Blockquote from "@tiptap/extension-blockquote";
import Heading from "@tiptap/extension-heading";
import { ListItem } from "@tiptap/extension-list";
import StarterKit from "@tiptap/starter-kit";
import { anchorLabels, guidelineAnchors } from "@/lib/guidelines/schema";

const nested = "(paragraph | bulletList | orderedList)";

/** A heading that can be the rule for a kind of mark or a field of it. */
const AnchoredHeading = Heading.extend({
  addAttributes() {
    return {
      level: { default: 2, rendered: false },
      anchor: {
        default: null,
        parseHTML: (element) => {
          const anchor = element.getAttribute("data-anchor");
          return guidelineAnchors.find((known) => known === anchor) ?? null;
        },
        renderHTML: (attributes) => {
          const anchor = guidelineAnchors.find((known) => known === attributes.anchor);
          return anchor ? { "data-anchor": anchor, "data-anchor-label": anchorLabels[anchor] } : {};
        },
      },
    };
  },
}).configure({ levels: [1, 2, 3] });

/** The nodes and marks of a guideline, as `guidelineDocument` allows them and no more. */
export const guidelineExtensions = [
  StarterKit.configure({
    heading: false,
    blockquote: false,
    listItem: false,
    codeBlock: false,
    horizontalRule: false,
    link: false,
    strike: false,
    underline: false,
  }),
  AnchoredHeading,
  Blockquote.extend({ content: `${nested}+` }),
  ListItem.extend({ content: `paragraph ${nested}*` }),
];
