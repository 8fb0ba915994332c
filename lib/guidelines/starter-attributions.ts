import { bullets, example, heading, paragraph } from "@/lib/guidelines/compose";
import type { GuidelineBlock } from "@/lib/guidelines/schema";

/** The starter guideline's chapter on attributions and their spans. */
export const attributionRules: readonly GuidelineBlock[] = [
  heading(2, "Attributions", "attribution"),
  paragraph(
    "Mark an attribution wherever the article hands a statement to somebody: a person, an office, a report, “sources”. Each has three kinds of span. Mark one for every cue; two cues in a sentence are two attributions.",
  ),
  example(
    "[source: **Ada Lindqvist, who runs the shelter,**] [cue: **said**] [content: **no one had been turned away**].",
  ),
  heading(3, "Source", "source"),
  paragraph(
    "The words that say who speaks, with everything that identifies them: title, office, age, “who lives next door”. Where the source is only a pronoun, mark the pronoun. There may be none at all (“it is understood that …”): then leave it empty, and say so in the kind of source.",
  ),
  heading(3, "Cue", "cue"),
  paragraph(
    "The word that attributes: _said_, _according to_, _warned_, _in a statement_. Take the whole verb with its negation and auxiliaries (“has not denied”), without the adverbs after it. Only a quotation that stands alone, in a headline or a pull quote, has no cue.",
  ),
  heading(3, "Content", "content"),
  paragraph(
    "All that the source is made to say, with its quotation marks and with _that_ or _whether_. If the cue stands in the middle, the content has two pieces: mark the second with “another piece”, not as a second attribution.",
  ),
  example("[content: **“The river,”**] she said, [content: **“was never our only worry.”**]"),
  heading(3, "Direct, reported, mixed", "quoteType"),
  paragraph(
    "**Direct** if the whole content stands in quotation marks or after a dash of speech, **reported** if none of it does, **mixed** if some words do. Scare quotes around one odd word do not make a quotation.",
  ),
  heading(3, "What kind of saying", "attributionType"),
  bullets(
    "**Statement**: the source says that it is so (_said, announced, told reporters_).",
    "**Belief**: the source thinks or expects it (_believes, fears, estimates_).",
    "**Knowledge**: the article presents it as known to the source (_saw, learned, realised_).",
    "**Promise, demand, order**: the source wants it to be so (_promised, asked, ordered_).",
  ),
  heading(3, "What kind of source", "sourceKind"),
  paragraph(
    "A spokesperson without a name who speaks for a named body is a **named organisation**. Choose **unnamed** if somebody is there whom the article keeps nameless (“two officials”), and **nobody named** if there is nobody to name (“reportedly”).",
  ),
  heading(3, "Attribution and claim", "role"),
  paragraph(
    "Link each claim to the attribution that carries it. **Content**: the claim lies in what was said. **That it was said**: the claim is the saying itself (“the minister denied it”, when the denial is the news). **Elsewhere**: the attribution stands in another sentence or in the headline and still covers the claim.",
  ),
  heading(3, "Stance", "stance"),
  paragraph(
    "**Asserts** unless the source says that the claim is not so (**denies**) or leaves it open on purpose (**questions**). “Could not confirm” is a question, not a denial.",
  ),
];
