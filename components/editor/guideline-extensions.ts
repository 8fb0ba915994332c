import Blockquote from "@tiptap/extension-blockquote";
import Heading from "@tiptap/extension-heading";
import { ListItem } from "@tiptap/extension-list";
import StarterKit from "@tiptap/starter-kit";
import type { AttributeDefinition } from "@/lib/attributes/schema";
import { anchorWords, readAnchor } from "@/lib/guidelines/anchors";

const nested = "(paragraph | bulletList | orderedList)";

/** A heading that can be the rule for a kind of mark or a field of it, a project's own fields among them. */
const anchoredHeading = (definitions: readonly AttributeDefinition[]) =>
  Heading.extend({
    addAttributes() {
      return {
        level: { default: 2, rendered: false },
        anchor: {
          default: null,
          parseHTML: (element) => {
            return readAnchor(element.getAttribute("data-anchor"));
          },
          renderHTML: (attributes) => {
            const anchor = readAnchor(attributes.anchor);
            return anchor
              ? { "data-anchor": anchor, "data-anchor-label": anchorWords(anchor, definitions) }
              : {};
          },
        },
      };
    },
  }).configure({ levels: [1, 2, 3] });

/** The nodes and marks of a guideline, as `guidelineDocument` allows them and no more. */
export function guidelineExtensions(definitions: readonly AttributeDefinition[]) {
  return [
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
    anchoredHeading(definitions),
    Blockquote.extend({ content: `${nested}+` }),
    ListItem.extend({ content: `paragraph ${nested}*` }),
  ];
}
