import { z } from "zod";
import { counted } from "@/lib/counted";
import { anchorWords } from "@/lib/guidelines/anchors";
import { guidelineAnchor } from "@/lib/guidelines/schema";
import { roleTerms } from "@/lib/members/schema";

/** What happened, as the words after a person's name; a type without words of its own is read as it is written. */
const verbs: Record<string, string> = {
  "project.created": "started the project",
  "preference.keys-changed": "changed their keys",
  "project.settings-changed": "changed the settings",
  "project.agreement-shown": "changed whether annotators see their agreement",
  "guideline.draft-saved": "saved the guideline's draft",
  "guideline.published": "published the guideline",
  "guideline.marks-kept": "kept the marks made before a rule changed",
  "guideline.marks-reopened": "said that marks kept under an older rule are looked at again",
  "attributes.draft-saved": "saved the draft of the project's attributes",
  "attributes.published": "published the project's attributes",
  "member.added": "added a member",
  "member.role-changed": "changed a member's role",
  "member.removed": "removed a member",
  "invitation.created": "made an invitation link",
  "invitation.revoked": "withdrew an invitation link",
  "invitation.accepted": "accepted an invitation",
  "import.staged": "read files for an import",
  "import.drafts-edited": "corrected articles before their import",
  "import.blocks-edited": "corrected blocks before an import",
  "import.commit-begun": "began to store an import",
  "import.committed": "finished an import",
  "import.failed": "had an import fail",
  "import.discarded": "discarded an import",
  "import.withdrawn": "withdrew an import",
  "review.started": "began to review an article",
  "review.released": "gave a review back",
  "review.release-undone": "put a released review back as it was",
  "review.assigned": "said who reviews an article",
  "review.unassigned": "left an article to any reviewer",
  "layer.return-undone": "took the return of a submission back",
  "token.created": "made a token for a program",
  "token.revoked": "revoked a token",
  "view.saved": "saved filters",
  "view.deleted": "removed saved filters",
  "unit.decided": "decided a place in review",
  "review.settled": "settled an article and asked a second reviewer to sign it off",
  "review.resumed": "took a settled article up again",
  "review.confirmed": "confirmed a review",
  "review.returned": "returned a review to its first reviewer",
  "dispute.raised": "disputed a decision",
  "dispute.replied": "wrote in a dispute",
  "dispute.withdrawn": "withdrew a dispute",
  "dispute.kept": "kept a disputed decision",
  "dispute.changed": "changed a disputed decision",
  "example.added": "made a decision an example of the guideline",
  "example.withdrawn": "took an example off the guideline",
  "dataset.exported": "exported annotations",
  "release.requested": "asked for a dataset release",
  "release.published": "published a dataset release",
  "release.failed": "had a dataset release fail",
  "release.retried": "had a failed dataset release built again",
  "release.withdrawn": "withdrew a dataset release",
  "release.downloaded": "downloaded from a dataset release",
  "release.compared": "compared two dataset releases",
  "release.emptied": "deleted the files of a dataset release, an article of which was withdrawn for good",
  "source.licence-noted": "noted the terms of a source's texts",
  "credibility.saved": "graded a claim card",
  "rating.saved": "rated a source",
  "rating-rules.changed": "changed whether persons are rated",
  "house-grade.decided": "decided a house grade",
  "round.created": "started a rating round",
  "round.extended": "extended a rating round",
  "round.closed": "closed a rating round",
  "round.reopened": "opened a rating round again",
  "article.imported": "imported an article",
  "article.facts-changed": "corrected the facts of an article",
  "article.withdrawn": "withdrew an article",
  "article.redacted": "withdrew an article for good",
  "article.version-added": "added a newer text of an article",
  "article.version-finished": "finished a newer text of an article, which stands for the earlier one now",
  "mention.moved": "moved a claim's place on a card to the article's newer text",
  "mention.left": "took a claim off a card that the article's newer text no longer makes",
  "carried.placed": "placed a mark of an earlier text",
  "carried.let-go": "let a mark of an earlier text go",
  "carried.reopened": "opened the question of an earlier text's mark again",
  "article.review-ready": "put an article into the review queue",
  "article.finished": "finished an article",
  "block.changed": "changed a block",
  "block.split": "split a block",
  "block.merged": "merged two blocks",
  "card.created": "made a claim card",
  "card.edited": "edited a claim card",
  "card.described": "said what a claim card is about and whether it is worth checking",
  "card.split": "split a claim card",
  "card.split-undone": "undid the split of a claim card",
  "card.merged": "merged two claim cards",
  "card.merge-undone": "undid the merge of two claim cards",
  "cardLink.created": "linked two claim cards",
  "cardLink.deleted": "took the link between two claim cards away",
  "cardLink.restored": "put the link between two claim cards back",
  "evidence.added": "added evidence to a claim card",
  "evidence.removed": "took evidence off a claim card",
  "evidence.restored": "put evidence back on a claim card",
  "interest.changed": "said what interest a source has in a claim",
  "verdict.saved": "gave a verdict on a claim card",
  "dependency.judged": "judged how two sources depend on each other",
  "mention.added": "put a claim on a card",
  "mention.rejected": "answered that a claim is not a card's",
  "mention.removed": "took a claim off a card",
  "mention.restored": "put a claim back on a card",
  "slot.taken": "took an article",
  "slot.skipped": "gave an article back",
  "slot.released": "freed a place",
  "slot.assigned": "kept an article for somebody",
  "slot.unassigned": "no longer keeps an article for somebody",
  "article.priority-changed": "changed an article's priority",
  "article.calibration-set": "made an article a calibration one",
  "article.calibration-ended": "made a calibration article ordinary",
  "gold.begun": "began an article's gold",
  "gold.used": "put an article's gold to use",
  "gold.ended": "ended the use of an article's gold",
  "review.barred": "said who may not review whom",
  "review.unbarred": "let somebody review somebody again",
  "member.limits-changed": "changed a member's limits",
  "slot.stalled": "let the time for an article run out",
  "thread.started": "began a thread of comments",
  "thread.withdrawn": "took a thread of comments back",
  "thread.resolved": "resolved a thread of comments",
  "thread.reopened": "opened a thread of comments again",
  "comment.written": "wrote a comment",
  "comment.edited": "changed a comment",
  "layer.submitted": "handed in an article",
  "layer.recalled": "took a submission back",
  "layer.returned": "returned a submission",
  "annotation.created": "made a mark",
  "annotation.changed": "changed a mark",
  "annotation.deleted": "deleted a mark",
  "annotation.restored": "brought a mark back",
  "claimLink.created": "linked a claim to an attribution",
  "claimLink.changed": "changed a claim's link",
  "claimLink.deleted": "took a claim's link away",
  "claimLink.restored": "brought a claim's link back",
  "attributionSource.created": "said which source an attribution names",
  "attributionSource.deleted": "took an attribution's source away",
  "attributionSource.restored": "brought an attribution's source back",
  "restsOn.created": "said what an attribution rests on",
  "restsOn.changed": "changed what an attribution rests on",
  "restsOn.deleted": "took away what an attribution rests on",
  "restsOn.restored": "brought back what an attribution rests on",
  "observation.pinned": "noticed something about a source",
  "observation.removed": "took back what was noticed about a source",
  "reuseLink.created": "linked a duplicate to its twin",
  "reuseLink.changed": "changed a duplicate's twin",
  "reuseLink.deleted": "took a duplicate's twin away",
  "reuseLink.restored": "brought a duplicate's twin back",
  "pair.judged": "judged whether two passages are copies",
  "pair.undone": "took back what was judged of two passages",
  "suggestions.received": "let a program suggest marks",
  "suggestions.withdrawn": "withdrew a program's suggestions",
  "layer.first-pass-finished": "finished a first pass and asked for suggestions",
  "suggestionAnswer.created": "answered a suggestion",
  "suggestionAnswer.changed": "changed the answer to a suggestion",
  "suggestionAnswer.deleted": "took the answer to a suggestion back",
  "suggestionAnswer.restored": "answered a suggestion again",
};

/** The words for an event's type: "layer.submitted" → "handed in an article"; an unknown type in plain order. */
export function sentenceOf(type: string): string {
  const known = verbs[type];
  if (known) return known;
  const [noun = type, verb = "changed"] = type.split(".");
  const words = (text: string) =>
    text
      .replace(/[-_]/g, " ")
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .toLowerCase();
  return `${words(verb)}: ${words(noun)}`;
}

const settingLabels: Record<string, string> = {
  name: "name",
  description: "description",
  kinds: "kinds of mark",
  annotatorsPerArticle: "annotators per article",
  layerMode: "how annotators work",
  reviewPolicy: "what is reviewed",
  samplePercent: "size of the sample",
  hideNames: "names in review",
  needsSignOff: "second reviewer",
  showsOthersAfter: "others' marks in feedback",
  truthScale: "truth scale",
  blockingChecks: "what stops a submission",
  showSuggestions: "when suggestions show",
  leaseMinutes: "time for an article",
};

const payloadShape = z.object({
  changes: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })).optional(),
  slotsAdded: z.number().optional(),
  slotsRemoved: z.number().optional(),
  number: z.number().optional(),
  role: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  reason: z.string().optional(),
  nothingToMark: z.boolean().optional(),
  anchor: guidelineAnchor.optional().catch(undefined),
  keptMarks: z.number().optional().catch(undefined),
});

/** The particulars of an event in a few words; null where its payload says nothing that a reader needs. */
export function detailOf(payload: unknown): string | null {
  const parsed = payloadShape.safeParse(payload);
  if (!parsed.success) return null;
  const {
    changes,
    slotsAdded = 0,
    slotsRemoved = 0,
    number,
    role,
    from,
    to,
    reason,
    nothingToMark,
    anchor,
    keptMarks,
  } = parsed.data;
  const parts = [
    ...Object.entries(changes ?? {}).map(([field, change]) => changeOf(field, change.from, change.to)),
    slotsAdded > 0 && `${slotsAdded} places added`,
    slotsRemoved > 0 && `${slotsRemoved} places taken away`,
    number !== undefined && `version ${number}`,
    anchor && anchorWords(anchor, []),
    keptMarks !== undefined && counted(keptMarks, "mark"),
    role && `as ${roleName(role)}`,
    from && to && `${roleName(from)} → ${roleName(to)}`,
    reason,
    nothingToMark && "nothing to mark",
  ].filter((part) => typeof part === "string");
  return parts.length > 0 ? parts.join(" · ") : null;
}

function changeOf(field: string, from: unknown, to: unknown): string {
  const label = settingLabels[field] ?? field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const plain = (value: unknown) =>
    Array.isArray(value) ? value.join(", ") : value === null || value === "" ? "nothing" : String(value);
  const isShort = [from, to].every((value) => plain(value).length <= 60);
  return isShort && !field.endsWith("Id") ? `${label}: ${plain(from)} → ${plain(to)}` : label;
}

function roleName(role: string): string {
  const term = Object.entries(roleTerms).find(([code]) => code === role);
  return term ? term[1].label.toLowerCase() : role;
}
