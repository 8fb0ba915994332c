import { bullets, example, heading, paragraph } from "@/lib/guidelines/compose";
import type { GuidelineBlock } from "@/lib/guidelines/schema";

/** The starter guideline's chapter on claims. */
export const claimRules: readonly GuidelineBlock[] = [
  heading(2, "Claims", "claim"),
  paragraph(
    "Mark a claim where the article asserts something that somebody could check, dispute or remember it by. Take the shortest stretch that still says all of it: who or what, what happened, how many, where and when. Leave out the words that attribute it (“the harbour office said”) and the full stop.",
  ),
  example(
    "Mark “**about 340 containers were lost** when the _Maren Dahl_ listed off Skarvik”, not the whole sentence with “according to the harbour office”.",
  ),
  bullets(
    "One claim, one thing that can be true or false. “The dam held and the road was closed” is two claims.",
    "A number with what it counts is a claim of its own only if the sentence would still say something without it.",
    "Mark a claim every time it is made, also in the headline and in captions. That it was made twice is a finding.",
    "Not a claim: questions, wishes, greetings, definitions, and what the article says of itself (“as we reported on Monday”).",
  ),
  heading(3, "Fact, assessment or prediction", "kind"),
  paragraph(
    "Choose **fact** when evidence could settle it, even if nobody has it yet. Choose **assessment** when two people could agree on everything that happened and still disagree on this. Choose **prediction** when it lies after the day of publication. If you hesitate between fact and assessment, ask what document would decide it; if you can name one, it is a fact.",
  ),
  bullets(
    "“Forty-one homes lost power.” Fact.",
    "“The operator reacted far too late.” Assessment.",
    "“Repairs will take until March.” Prediction, whoever says so.",
  ),
  heading(3, "Where it comes from", "origin"),
  paragraph(
    "The origin follows from the links: as soon as an attribution carries the claim, it reads “someone said it”. Choose **own reporting** only if the article says that its own people saw it, counted it or asked (“our reporter counted nine tents”). Everything else stays at **no origin given**, also where you feel sure who is behind it.",
  ),
];
