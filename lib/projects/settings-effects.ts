import { blockableChecks, checkTerms } from "@/lib/checks/schema";
import {
  type ProjectSettings,
  type SettingEffect,
  type SettingsInput,
  type SettingsPreview,
  takeOrderTerms,
  truthScaleTerms,
} from "@/lib/projects/schema";
import { suggestionViewTerms } from "@/lib/suggestions/schema";
import { labelOf } from "@/lib/vocabulary";

type Work = {
  open: number;
  submitted: number;
  finished: number;
  inWork: number;
  gaining: number;
  losing: number;
  completed: number;
};
type Settings = Omit<SettingsInput, "slug" | "revision" | "kinds"> & { kinds: readonly string[] };
type Sentence = (before: Settings, after: Settings, work: Work) => string;
type Wording = {
  label: string;
  show: (settings: Settings) => string;
  open: Sentence;
  submitted: Sentence;
  finished: Sentence;
};

const unchanged = () => "Nothing changes.";
const kindNames = (kinds: readonly string[]) => kinds.map((kind) => labelOf(kind).toLowerCase()).join(", ");

function checkNames(codes: readonly string[]): string {
  const chosen = blockableChecks.filter((code) => codes.includes(code));
  return chosen.length > 0
    ? chosen.map((code) => checkTerms[code].label.toLowerCase()).join("; ")
    : "nothing";
}

/** "1 article", "3 articles". */
function articles(count: number): string {
  return count === 1 ? "1 article" : `${count} articles`;
}

function limitText(most: number | null): string {
  return most === null ? "no limit" : `at most ${most}`;
}

function openPlaces(before: Settings, after: Settings, work: Work): string {
  if (after.annotatorsPerArticle > before.annotatorsPerArticle)
    return work.gaining === 0
      ? "None needs another place."
      : `${articles(work.gaining)} get more places, up to ${after.annotatorsPerArticle} each. What is taken or handed in stays.`;
  if (work.losing === 0) return "No place is untaken above the new number, so nothing goes.";
  const onward =
    work.completed > 0 ? ` ${articles(work.completed)} then have everything in and enter review.` : "";
  return `${articles(work.losing)} lose places that nobody has taken. Places that are taken stay.${onward}`;
}

/** What each setting does to articles that are open, handed in (waiting for or in review), and finished. */
const wordings: readonly Wording[] = [
  {
    label: "Kinds of mark",
    show: (settings) => kindNames(settings.kinds),
    open: (before, after) => {
      const gone = before.kinds.filter((kind) => !after.kinds.includes(kind));
      return gone.length > 0
        ? `From now on no ${kindNames(gone)} can be marked; marks that are there stay and can be deleted.`
        : "The new kind can be marked from now on, also in work that has begun.";
    },
    submitted: () => "Marks that are there stay and are reviewed.",
    finished: unchanged,
  },
  {
    label: "Annotators per article",
    show: (settings) => String(settings.annotatorsPerArticle),
    open: openPlaces,
    submitted: () => "They keep the annotators they had.",
    finished: unchanged,
  },
  {
    label: "How annotators work",
    show: (settings) => labelOf(settings.layerMode),
    open: () => "They stay as they came in; only articles imported from now on follow the new mode.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "What is reviewed",
    show: (settings) => labelOf(settings.reviewPolicy),
    open: () => "The new rule is asked when their last annotator hands in.",
    submitted: (_before, _after, work) =>
      work.submitted === 0
        ? "There are none."
        : `${articles(work.submitted)} stay in the review queue, as the old rule put them there.`,
    finished: unchanged,
  },
  {
    label: "Size of the sample",
    show: (settings) => `${settings.samplePercent} %`,
    open: (_before, after) =>
      after.reviewPolicy === "sample"
        ? "The new share is asked when their last annotator hands in."
        : "Nothing, as long as no sample is drawn.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "Names in review",
    show: (settings) => (settings.hideNames ? "hidden" : "shown"),
    open: unchanged,
    submitted: (_before, after) =>
      after.hideNames ? "Reviewers see “Annotator A, B …” from now on." : "Reviewers see names from now on.",
    finished: unchanged,
  },
  {
    label: "Second reviewer",
    show: (settings) => (settings.needsSignOff ? "signs off" : "not needed"),
    open: () => "The new rule is asked when their review is finished.",
    submitted: (_before, after) =>
      after.needsSignOff
        ? "Reviews finished from now on wait for a second reviewer. A project with one reviewer needs another."
        : "Reviews finished from now on are final at once; those that wait for a second reviewer still do.",
    finished: unchanged,
  },
  {
    label: "Others' marks in feedback",
    show: (settings) => (settings.showsOthersAfter ? "shown" : "not shown"),
    open: unchanged,
    submitted: unchanged,
    finished: (_before, after) =>
      after.showsOthersAfter
        ? "Annotators may lay the others' marks beside the final ones from now on."
        : "Annotators see their own marks and the final ones only.",
  },
  {
    label: "What stops a submission",
    show: (settings) => checkNames(settings.blockingChecks),
    open: (before, after) =>
      after.blockingChecks.some((code) => !before.blockingChecks.includes(code))
        ? "Asked when they are handed in from now on, also of work that has begun."
        : "They can be handed in without it from now on.",
    submitted: () => "What is handed in stays handed in; it is asked again where it is returned or recalled.",
    finished: unchanged,
  },
  {
    label: "Suggestions of programs",
    show: (settings) => suggestionViewTerms[settings.showSuggestions],
    open: () => "Also in work that has begun, from the next time it is opened.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "Truth scale",
    show: (settings) => truthScaleTerms[settings.truthScale],
    open: unchanged,
    submitted: unchanged,
    finished: () => "Grades given on claim cards stay; the cards ask by the new scale from now on.",
  },
  {
    label: "Time for an article",
    show: (settings) => `${settings.leaseMinutes} minutes`,
    open: (_before, _after, work) =>
      work.inWork === 0
        ? "It counts from the next article taken."
        : "Places that are taken keep the time they were given.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "Order of articles",
    show: (settings) =>
      settings.takeOrder === "random"
        ? `${takeOrderTerms.random.label}, seed ${settings.orderSeed}`
        : takeOrderTerms[settings.takeOrder].label,
    open: () => "Free places are offered in the new order from the next pull on. What is taken stays.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "Articles in hand at a time",
    show: (settings) => limitText(settings.mostOpen),
    open: () => "Counts from the next pull on; nobody loses what they have in hand.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "Articles a week",
    show: (settings) => limitText(settings.mostPerWeek),
    open: () => "Counts from the next pull on, with what was taken since Monday.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "Pulls that give gold",
    show: (settings) => `${settings.goldPercent} %`,
    open: unchanged,
    submitted: unchanged,
    finished: () => "Those with gold in use are mixed in at the new rate from the next pull on.",
  },
  {
    label: "Calibration",
    show: (settings) => (settings.showsCalibration ? "told to annotators" : "told to managers only"),
    open: (_before, after) =>
      after.showsCalibration
        ? "Annotators are told which articles are for calibration."
        : "Annotators are no longer told which articles are for calibration.",
    submitted: unchanged,
    finished: unchanged,
  },
  {
    label: "Results on gold",
    show: (settings) => (settings.showsGoldResults ? "told to each annotator" : "told to managers only"),
    open: unchanged,
    submitted: unchanged,
    finished: (_before, after) =>
      after.showsGoldResults
        ? "Annotators are told their own mean on gold, never on which articles."
        : "Annotators are no longer told their mean on gold.",
  },
];

/** The effects of going from one set of settings to another, in the order of the form. */
export function describeEffects(
  before: ProjectSettings,
  after: SettingsInput,
  work: Work,
): Omit<SettingsPreview, "revision"> {
  const effects: SettingEffect[] = wordings
    .filter((wording) => wording.show(before) !== wording.show(after))
    .map((wording) => ({
      label: wording.label,
      from: wording.show(before),
      to: wording.show(after),
      open: wording.open(before, after, work),
      submitted: wording.submitted(before, after, work),
      finished: wording.finished(before, after, work),
    }));
  const { open, submitted, finished } = work;
  return {
    counts: { open, submitted, finished },
    effects,
    touchesArticles: effects.length > 0 && open + submitted + finished > 0,
  };
}
