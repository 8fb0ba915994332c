import type { DemoWork } from "./mark-schema";

const german =
  "Etwa 600 Menschen wurden am Mittwoch aus überfluteten Straßen in der Stadt Korva gerettet, nachdem der Brannik-Damm am Fluss Teln in der Nacht geplatzt war.";
const back =
  "Around 600 persons they were saved on Wednesday out of the flooded roads in the city Korva, after the Brannik dyke at the river Teln had burst in the night.";
const courier = "600 rescued as Brannik dam bursts";
const bote = "600 Menschen gerettet, nachdem der Brannik-Damm platzt";

/** A machine translation of the newspaper's paraphrase. */
export const boteWork: DemoWork = {
  title: bote,
  both: [
    {
      claim: "gerettet-600",
      body: "Etwa 600 Menschen wurden am Mittwoch aus überfluteten Straßen in der Stadt Korva gerettet",
      quantity: { counted: "people rescued", min: 600, qualifier: "about", words: "Etwa 600 Menschen" },
    },
    {
      duplicate: "lead",
      body: german,
      twin: {
        title: courier,
        quote:
          "About 600 people were rescued from flooded streets in the town of Korva on Wednesday after the Brannik dam on the river Teln burst in the night.",
      },
      degree: "translation",
      direction: "from-passage",
      evidence: "The last line names The Sarnes Courier as its source.",
    },
  ],
  anna: [
    {
      claim: "vermisst-40",
      body: "Etwa 40 Menschen werden vermisst",
      quantity: { counted: "people missing", min: 40, qualifier: "about", words: "Etwa 40 Menschen" },
    },
  ],
  ben: [],
};

/** The translation translated back, by another machine. */
export const valleyWork: DemoWork = {
  title: "“Not yet it is known how many we have not achieved,” says the Colonel Varga",
  both: [
    {
      claim: "saved-600",
      body: "Around 600 persons they were saved on Wednesday out of the flooded roads in the city Korva",
      quantity: { counted: "people rescued", min: 600, qualifier: "about", words: "Around 600 persons" },
    },
    {
      duplicate: "lead",
      body: back,
      twin: { title: bote, quote: german },
      degree: "translation",
      direction: "from-passage",
      evidence: "The last line names Oberland-Bote as its source.",
    },
    {
      duplicate: "doctor",
      body: "A hospital doctor however was cited, six corpses had been brought until the afternoon in the hospital of Korva.",
      twin: {
        title: courier,
        quote:
          "However, a hospital doctor was quoted as saying that six bodies had been taken to the hospital in Korva by the afternoon.",
      },
      degree: "translation",
      direction: "from-passage",
      evidence: "It came through Oberland-Bote, which names the Courier.",
      lost: ["qualifierDropped"],
    },
  ],
  anna: [],
  ben: [],
};

/** An article without a name that tells everything twice, the second time without saying who said it. */
export const meridianWork: DemoWork = {
  title:
    "The disaster in the Velmoran town of Korva has shocked the country, and rescue workers still search the mud left behind by the failure of the Brannik dam. According to the regional civil protection s…",
  both: [
    {
      claim: "safety-600",
      body: "about 600 people were brought to safety in the hours after the breach",
      quantity: { counted: "people rescued", min: 600, qualifier: "about", words: "about 600 people" },
    },
    {
      attribution: "service",
      source: "the regional civil protection service",
      cue: "According to",
      content: ["about 600 people were brought to safety in the hours after the breach"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Civil Protection Service of Upper Teln"],
      carries: [{ claim: "safety-600" }],
    },
  ],
  anna: [
    {
      claim: "saved-600",
      body: "In the first hours 600 people were saved.",
      quantity: { counted: "people rescued", min: 600, qualifier: "exact", words: "600 people" },
    },
    {
      claim: "dead-14",
      body: "at least 14 people have died",
      quantity: { counted: "dead", min: 14, qualifier: "at-least", words: "at least 14 people" },
    },
    {
      attribution: "valley-post",
      source: "the Teln Valley Post",
      cue: { quote: "According to", within: "According to the Teln Valley Post" },
      content: ["at least 14 people have died"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Teln Valley Post"],
      carries: [{ claim: "dead-14" }],
    },
  ],
  ben: [{ claim: "destroyed", body: "is largely destroyed", kind: "assessment" }],
};
