import { bullets, example, heading, paragraph } from "@/lib/guidelines/compose";
import type { GuidelineBlock } from "@/lib/guidelines/schema";

/** The starter guideline's chapter on reuse between and within articles. */
export const duplicateRules: readonly GuidelineBlock[] = [
  heading(2, "Duplicates", "duplicate"),
  paragraph(
    "Mark a duplicate where a passage was **copied or retold from another text**, in the same article, in another one of this project, or on a page outside. It is a statement about reuse: two outlets that report the same event each from their own visit have no duplicate, however alike the facts are.",
  ),
  paragraph(
    "Mark at least a whole clause, and as much of the passage as was taken over in one piece. Then choose its twin. Do not mark names, fixed phrases, titles of laws or a quotation that both took from the same public speech, unless the words around it were taken over too.",
  ),
  bullets(
    "Good signs: the same order of facts, the same slip, the same odd adjective, the same rounding of a number.",
    "Weak signs: the same subject, the same figures from a press release that both name.",
    "If you are not sure that one text knew the other, leave it unmarked and write a comment.",
  ),
  heading(3, "How close", "degree"),
  bullets(
    "**Word for word**: nothing but spelling and punctuation differs.",
    "**Lightly edited**: words dropped or swapped, the sentences still stand side by side.",
    "**Rewritten**: other sentences, the same content in much the same order.",
    "**Summary**: clearly shorter, only the main points.",
    "**Translation**: the twin is in another language. Choose this before any of the others.",
  ),
  example(
    "“Crews worked through the night to clear **the two blocked culverts**” beside “All night long, workers were clearing **two culverts that had become blocked**” is rewritten.",
  ),
  heading(3, "Which way", "direction"),
  paragraph(
    "Say which was first only if the page shows it: an agency's credit, an earlier time of publication with its zone, “as first reported by”. An earlier date alone is not enough when both may have used a third text. Otherwise leave it at unknown; unknown is an honest answer and is counted as one.",
  ),
  paragraph(
    "Note what got lost on the way: the **attribution was dropped** (the twin says who said it, this one does not), a **value was changed** (“about 600” became “600”), a **qualifier was dropped** (“alleged”, “so far”, “at least”). Such losses are the main thing that readers of this dataset look for.",
  ),
];
