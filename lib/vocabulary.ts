/** A value of the vocabulary as stored and exported (`code`), and how a screen names, explains and shows it. */
export type Term = { code: string; label: string; help: string; example: string };

export const annotationKinds = ["claim", "attribution", "duplicate"] as const;
export type AnnotationKindCode = (typeof annotationKinds)[number];
export const spanRoles = ["body", "source", "cue", "content"] as const;
export type SpanRole = (typeof spanRoles)[number];
export const claimKinds = ["factual", "assessment", "prediction"] as const;
export const claimOrigins = ["attributed", "own-reporting", "none-given"] as const;
export const quantityQualifiers = [
  "exact",
  "about",
  "at-least",
  "more-than",
  "at-most",
  "range",
  "vague",
] as const;
export const quoteTypes = ["direct", "indirect", "mixed"] as const;
export const attributionTypes = ["assertion", "belief", "fact", "eventuality"] as const;
export const sourceKindsInText = [
  "named-person",
  "named-organisation",
  "document",
  "unnamed",
  "unspecified",
] as const;
export const linkRoles = ["content", "speech-act", "remote"] as const;
export const stances = ["asserts", "denies", "questions"] as const;
export const restsOnTypes = ["relays", "analyses"] as const;
export const reuseDegrees = [
  "verbatim",
  "light-revision",
  "heavy-revision",
  "summary",
  "translation",
] as const;
export const reuseDirections = ["from-passage", "to-passage", "unknown"] as const;
export const reuseLosses = ["attributionDropped", "valueChanged", "qualifierDropped"] as const;
export const reuseStates = ["suggested", "confirmed", "rejected"] as const;
export const blockKinds = [
  "headline",
  "standfirst",
  "subhead",
  "body",
  "pull-quote",
  "caption",
  "credit",
  "byline",
  "dateline",
  "bio",
  "appeal",
  "hashtags",
  "interface",
] as const;
export type BlockKind = (typeof blockKinds)[number];
export const boilerplateKinds: readonly BlockKind[] = [
  "credit",
  "byline",
  "dateline",
  "bio",
  "appeal",
  "hashtags",
  "interface",
];
export const translatedStates = ["no", "human", "machine", "unsure"] as const;
export const derivations = ["wholly-derived", "partially-derived", "non-derived"] as const;
/** Why an article's text changed, as far as its publisher says: only `correction` is one. */
export const versionChanges = ["correction", "update", "edit", "unknown"] as const;
export type VersionChange = (typeof versionChanges)[number];
export const sourceKinds = ["outlet", "agency", "organisation", "government", "person", "document"] as const;
export const aliasKinds = ["name", "transliteration", "typo", "metonym"] as const;
export const ratingRoles = ["publisher", "origin", "speaker"] as const;
export const reliabilityGrades = ["A", "B", "C", "D", "E", "F"] as const;
export const credibilityGrades = ["1", "2", "3", "4", "5", "6"] as const;
export const reviewVerdicts = ["accept", "reject", "amend", "reopen"] as const;
export const reviewReasons = [
  "wrong-span",
  "wrong-kind",
  "wrong-attribute",
  "not-a-claim",
  "missed",
  "against-guideline",
  "other",
] as const;
export const reviewPolicies = ["every-article", "disagreements", "sample", "none"] as const;
export const layerModes = ["independent", "shared"] as const;
export const claimTypes = [
  "event-property",
  "numerical",
  "quote-verification",
  "causal",
  "position-statement",
] as const;
export const verdicts = ["supported", "refuted", "not-enough-evidence", "conflicting-evidence"] as const;
export const evidenceStances = ["supports", "refutes", "context"] as const;
export const interestFlags = ["party", "in-custody", "self-report", "commercial"] as const;
export const cardLinkTypes = ["narrower", "contradicts", "related"] as const;
export const truthScales = ["credibility", "verdict", "both"] as const;

function term(code: string, label: string, help: string, example: string): [string, Term] {
  return [code, { code, label, help, example }];
}

/** The plain label, one line of help and an example of every code that a screen shows. */
const terms: ReadonlyMap<string, Term> = new Map([
  term("claim", "Claim", "A span that asserts something.", "The dam held back 40 million litres."),
  term(
    "attribution",
    "Attribution",
    "Who said it, with which word, and what.",
    "The mayor said the bridge is safe.",
  ),
  term(
    "duplicate",
    "Duplicate",
    "A passage copied or retold from another.",
    "The same paragraph, in other words.",
  ),
  term("body", "Text", "The words of the mark.", "40 million litres"),
  term("source", "Source", "The words that name who said it.", "the mayor"),
  term("cue", "Cue", "The word that attributes.", "said"),
  term("content", "Content", "What was said.", "the bridge is safe"),
  term("factual", "Fact", "Can be found true or false.", "Forty houses were flooded."),
  term("assessment", "Assessment", "A judgement or an opinion.", "The response was slow."),
  term("prediction", "Prediction", "About what has not happened yet.", "The strike will last a week."),
  term("attributed", "Someone said it", "A linked attribution carries it.", "The minister said …"),
  term("own-reporting", "Own reporting", "The outlet saw it or asked itself.", "Our reporter counted …"),
  term("none-given", "No origin given", "The text says it in its own voice.", "The port was closed."),
  term("direct", "Direct quote", "The very words, in quotation marks.", "“We are ready,” she said."),
  term("indirect", "Reported", "In the writer's words.", "She said they were ready."),
  term("mixed", "Mixed", "Partly in quotation marks.", "She called it “a start”."),
  term("assertion", "Statement", "The source says it is so.", "said, announced"),
  term("belief", "Belief", "The source thinks it is so.", "believes, expects"),
  term("fact", "Knowledge", "The source knows or has learned it.", "knows, saw"),
  term("eventuality", "Promise, demand, order", "The source wants it to be so.", "promised, ordered"),
  term("named-person", "Named person", "A person with a name.", "Mayor Ilse Brandt"),
  term("named-organisation", "Named organisation", "An organisation with a name.", "the port authority"),
  term("document", "Document", "A report, a letter, a record.", "the inquiry's report"),
  term("unnamed", "Unnamed", "Somebody is there, without a name.", "analysts"),
  term("unspecified", "Nobody named", "Nobody is there at all.", "it is believed"),
  term("speech-act", "That it was said", "The claim is that the source said it.", "The minister denied it."),
  term("remote", "Elsewhere", "The attribution stands in another place.", "… (two paragraphs above)"),
  term("asserts", "Asserts", "The source stands behind the claim.", "said"),
  term("denies", "Denies", "The source says it is not so.", "denied"),
  term("questions", "Questions", "The source doubts it.", "questioned"),
  term("relays", "Passes on", "The origin lies further back.", "citing media reports"),
  term("analyses", "Analyses", "Counted, verified or asked itself.", "after counting the footage"),
  term("verbatim", "Word for word", "The same words.", "A copied paragraph."),
  term("light-revision", "Lightly edited", "A few words changed.", "A shortened copy."),
  term("heavy-revision", "Rewritten", "The same matter in other words.", "A paraphrase."),
  term("summary", "Summary", "The same matter, shorter.", "One sentence for three."),
  term("translation", "Translation", "The same matter in another language.", "A translated paragraph."),
  term("from-passage", "Copied from the twin", "The twin came first.", "An agency's report, reprinted."),
  term("to-passage", "The twin copied this", "This came first.", "Our report, reprinted there."),
  term("unknown", "Unknown", "Nothing tells which came first.", "No time on either page."),
  term(
    "attributionDropped",
    "Attribution dropped",
    "Who said it is gone.",
    "“said” and the name are missing.",
  ),
  term("valueChanged", "Value changed", "A number is another.", "600 became 800."),
  term("qualifierDropped", "Qualifier dropped", "“About” or “at least” is gone.", "About 600 became 600."),
  term("suggested", "Suggested", "Nobody has judged it yet.", "Found by search."),
  term("confirmed", "Confirmed", "A person judged it.", ""),
  term("rejected", "Rejected", "A person judged that it is not so.", ""),
  term("headline", "Headline", "The title of the story.", ""),
  term("standfirst", "Standfirst", "The lines under the title.", ""),
  term("subhead", "Subhead", "A title within the story.", ""),
  term("pull-quote", "Pull quote", "A sentence set apart.", ""),
  term("caption", "Caption", "The words under a picture.", ""),
  term("credit", "Credit", "Who supplied text or picture.", "© Northern Wire"),
  term("byline", "Byline", "Who wrote it.", "By Ana Ruiz"),
  term("dateline", "Dateline", "Where and when it was written.", "PORT ELMS, 3 May"),
  term("bio", "Author's bio", "Who the author is.", "Ana Ruiz teaches history."),
  term("appeal", "Appeal", "A request to read, pay or follow.", "Support our work."),
  term("hashtags", "Hashtags", "Keywords for networks.", "#dam"),
  term("interface", "Page furniture", "Buttons and menus of the page.", "Share"),
  term("no", "Not translated", "Written in this language.", ""),
  term("human", "Translated by a person", "", ""),
  term("machine", "Machine-translated", "", ""),
  term("unsure", "Unsure", "Not known whether translated.", ""),
  term(
    "wholly-derived",
    "Wholly derived",
    "All of it comes from another text.",
    "An agency's report, reprinted.",
  ),
  term("partially-derived", "Partly derived", "Some of it comes from another text.", ""),
  term("non-derived", "Not derived", "None of it comes from another text.", ""),
  term("outlet", "Outlet", "Publishes news.", "The Harbour Post"),
  term("agency", "Agency", "Supplies outlets with news.", "Northern Wire"),
  term("organisation", "Organisation", "A body that is not a state's.", "the dockers' union"),
  term("government", "Government", "A state's body.", "the interior ministry"),
  term("person", "Person", "A human being.", "Ilse Brandt"),
  term("name", "Name", "Another name.", ""),
  term("transliteration", "Transliteration", "The name in another script or spelling.", ""),
  term("typo", "Misspelling", "A wrong spelling that occurs.", ""),
  term("metonym", "Stands for it", "A place or thing that stands for it.", "the palace"),
  term("publisher", "As publisher", "How far what it prints can be relied upon.", ""),
  term("origin", "As origin", "How far what it first reports can be relied upon.", ""),
  term("speaker", "As speaker", "How far what it says can be relied upon.", ""),
  term("accept", "Accepted", "Taken as it is.", ""),
  term("reject", "Rejected", "Not taken, with a reason.", ""),
  term("amend", "Amended", "Taken with changes.", ""),
  term("reopen", "Reopened", "The decision was taken back.", ""),
  term("wrong-span", "Wrong span", "The borders are not right.", ""),
  term("wrong-kind", "Wrong kind", "It is another kind of mark.", ""),
  term("wrong-attribute", "Wrong attribute", "A field is not right.", ""),
  term("not-a-claim", "Not a claim", "It asserts nothing.", ""),
  term("missed", "Missed", "It should have been marked and was not.", ""),
  term("against-guideline", "Against the guideline", "The guideline says otherwise.", ""),
  term("other", "Other", "Say it in the comment.", ""),
  term("every-article", "Every article", "A reviewer looks at each.", ""),
  term("disagreements", "Disagreements", "A reviewer looks where annotators differ.", ""),
  term("sample", "A sample", "A reviewer looks at some, drawn at random.", ""),
  term("none", "No review", "What one annotator submits is final.", ""),
  term("independent", "Independent", "Each annotator works blind, in a layer of their own.", ""),
  term("superseded", "Final on an earlier text", "What counted until a newer text was finished.", ""),
  term("shared", "Shared", "All work in one layer.", ""),
  term("event-property", "What happened", "An event or a property of something.", "The bridge was closed."),
  term("numerical", "A number", "An amount, a share, a comparison.", "Forty houses were flooded."),
  term("quote-verification", "Someone said it", "Whether the words were said.", "The mayor promised it."),
  term(
    "causal",
    "Cause and effect",
    "One thing brought about another.",
    "The dam broke because of the rain.",
  ),
  term("position-statement", "A position", "What somebody stands for or has decided.", "The union backs it."),
  term("supported", "Supported", "The evidence bears it out.", ""),
  term("refuted", "Refuted", "The evidence shows that it is not so.", ""),
  term("not-enough-evidence", "Not enough evidence", "Nothing found decides it.", ""),
  term(
    "conflicting-evidence",
    "Conflicting evidence",
    "Some evidence bears it out and some refutes it, or only a part of it holds.",
    "",
  ),
  term("supports", "Supports", "Speaks for the statement.", ""),
  term("refutes", "Refutes", "Speaks against the statement.", ""),
  term("context", "Context", "Helps to read it, speaks neither for nor against.", ""),
  term("party", "A party", "Takes part in what it speaks about.", "one of two armies"),
  term("in-custody", "In custody", "Speaks under the hand of another.", "a prisoner before a camera"),
  term("self-report", "About itself", "Speaks of its own deeds.", "a company's own figures"),
  term("commercial", "Commercial", "Gains money by it.", "the seller of the pump"),
  term("narrower", "Narrower", "Says a part of what the other says.", "in May / this year"),
  term("contradicts", "Contradicts", "Both cannot be so.", "open / closed"),
  term("related", "Related", "The same matter, another statement.", ""),
]);

/** Numbers' qualifiers, which share no code space with the terms above. */
export const qualifierLabels: Record<(typeof quantityQualifiers)[number], string> = {
  exact: "exactly",
  about: "about",
  "at-least": "at least",
  "more-than": "more than",
  "at-most": "at most",
  range: "between",
  vague: "vague",
};

/** The Admiralty code's definitions of a source's reliability, as a rater reads them (STANAG 2511). */
export const reliabilityDefinitions: Record<
  (typeof reliabilityGrades)[number],
  { name: string; text: string }
> = {
  A: { name: "Completely reliable", text: "Tried and trusted; can be depended upon with confidence." },
  B: { name: "Usually reliable", text: "Successful in the past; some doubt remains in a particular case." },
  C: {
    name: "Fairly reliable",
    text: "Occasionally used in the past; some degree of confidence is possible.",
  },
  D: { name: "Not usually reliable", text: "Used in the past, and more often than not unreliable." },
  E: { name: "Unreliable", text: "Used in the past, and proved unworthy of any confidence." },
  F: { name: "Cannot be judged", text: "Not used in the past. This is a missing grade, not the lowest one." },
};

/** The Admiralty code's definitions of a piece of information's credibility, as a rater reads them (STANAG 2511). */
export const credibilityDefinitions: Record<
  (typeof credibilityGrades)[number],
  { name: string; text: string }
> = {
  "1": {
    name: "Confirmed by other sources",
    text: "It certainly comes from another source than what is already known.",
  },
  "2": {
    name: "Probably true",
    text: "Independence is not guaranteed, yet its likelihood is sufficiently established.",
  },
  "3": { name: "Possibly true", text: "Not confirmed, and not in conflict with what is known." },
  "4": { name: "Doubtful", text: "It tends to conflict with what is known." },
  "5": { name: "Improbable", text: "It contradicts what is known." },
  "6": {
    name: "Cannot be judged",
    text: "There is nothing to judge it by. This is a missing grade, not the lowest one.",
  },
};

export const verdictScheme = { scheme: "averitec-verdict", version: "2023" } as const;
export const reliabilityScheme = { scheme: "admiralty-reliability", version: "STANAG-2511" } as const;
export const credibilityScheme = { scheme: "admiralty-credibility", version: "STANAG-2511" } as const;

/** How a screen names each reason for which an article's text changed; the codes mean other things elsewhere. */
export const versionChangeTerms: Readonly<Record<VersionChange, Term>> = {
  correction: {
    code: "correction",
    label: "Correction",
    help: "Its publisher says that something was wrong. Counts in the publisher's record.",
    example: "An earlier version misstated the number of houses.",
  },
  update: {
    code: "update",
    label: "Update",
    help: "News was added as it came in.",
    example: "Updated at 14:00 with the mayor's answer.",
  },
  edit: {
    code: "edit",
    label: "Edit",
    help: "The wording changed, and its publisher declares nothing.",
    example: "A new headline over the same report.",
  },
  unknown: {
    code: "unknown",
    label: "Not known why",
    help: "The text differs, and nobody knows why.",
    example: "",
  },
};

/** The term of a code; a code that has none (an imported one) stands for itself. */
export function termOf(code: string): Term {
  return terms.get(code) ?? { code, label: code, help: "", example: "" };
}

/** The plain label of a code. */
export function labelOf(code: string): string {
  return termOf(code).label;
}
