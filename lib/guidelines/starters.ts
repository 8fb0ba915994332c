import { bullets, heading, paragraph } from "@/lib/guidelines/compose";
import type { GuidelineBlock, GuidelineDocument } from "@/lib/guidelines/schema";
import { attributionRules } from "@/lib/guidelines/starter-attributions";
import { claimRules } from "@/lib/guidelines/starter-claims";
import { duplicateRules } from "@/lib/guidelines/starter-duplicates";

function opening(aim: string): GuidelineBlock[] {
  return [
    heading(1, "How we mark articles"),
    paragraph(aim),
    bullets(
      "Read the whole article once before the first mark.",
      "Mark what the text says, not what you know about the matter, and not whether it is true.",
      "Nothing to mark is an answer. Submit the article as it is.",
      "If no rule fits, decide, go on, and leave a comment. The rule gets better by it.",
    ),
    heading(2, "Blocks", "block"),
    paragraph(
      "Headline, standfirst, subheads, body, pull quotes and captions are the story, and they are marked. Credits, bylines, datelines, notes about the author, appeals for money, hashtags and the words of the site's own buttons are not: correct the block instead of marking inside it.",
    ),
  ];
}

/** For projects that follow claims to whoever made them, through every copy. */
export const claimsAndSourcesGuideline: GuidelineDocument = {
  type: "doc",
  content: [
    ...opening(
      "We record which claims an article makes, who it says they come from, and which passages were taken from elsewhere, so that a reader can count origins instead of articles.",
    ),
    ...claimRules,
    ...attributionRules,
    ...duplicateRules,
  ],
};

/** For projects that study who is quoted, and how. */
export const attributionOnlyGuideline: GuidelineDocument = {
  type: "doc",
  content: [
    ...opening(
      "We record who speaks in an article, with which word the article hands over to them, and what they are made to say. Claims and copies are not marked in this project.",
    ),
    ...attributionRules,
    heading(2, "Hard cases"),
    bullets(
      "A said that B said: two attributions. The inner one lies in the content of the outer one; mark it as nested.",
      "“She shook her head” is no attribution; “she shook her head at the idea that it was safe” is one.",
      "A list under “The report found:” is one attribution whose content has a piece for each point.",
      "A sentence after a quotation that goes on in the same voice, without a cue of its own, belongs to no attribution.",
    ),
  ],
};

/** For projects that study what is copied from where. */
export const reuseOnlyGuideline: GuidelineDocument = {
  type: "doc",
  content: [
    ...opening(
      "We record which passages of an article were copied or retold from another text, how close they are, and what was lost on the way. Claims and attributions are not marked in this project.",
    ),
    ...duplicateRules,
    heading(2, "Hard cases"),
    bullets(
      "The article repeats its own paragraph further down: mark the later one, its twin is the earlier one.",
      "A copy of a copy: link to the nearest text you can show it was taken from, not to the first of all.",
      "A passage put together from two texts: one mark for each part, each with its own twin.",
      "A headline taken over while the body is new: mark the headline alone.",
      "The twin is behind a paywall or gone: give its address and as much of its wording as you have seen.",
    ),
  ],
};
