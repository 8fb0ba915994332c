import type { DemoWork } from "./mark-schema";

const agencyReport = "Dam gives way above Velmoran town, about 600 people brought to safety";

/** The agency's report: what most of the others were made from. */
export const agencyWork: DemoWork = {
  title: agencyReport,
  both: [
    {
      claim: "headline-600",
      body: "about 600 people brought to safety",
      quantity: {
        counted: "people brought to safety",
        min: 600,
        qualifier: "about",
        words: "about 600 people",
      },
    },
    {
      claim: "rescued-600",
      body: "rescuers brought about 600 people out of flooded streets",
      quantity: { counted: "people rescued", min: 600, qualifier: "about", words: "about 600 people" },
    },
    {
      claim: "upstream",
      body: "The Brannik dam, 11 kilometres upstream, failed at about 3.40 a.m. after two days of heavy rain",
    },
    {
      attribution: "varga-breach",
      source: "Colonel Ines Varga",
      cue: { quote: "told", within: "Colonel Ines Varga told reporters" },
      content: [
        "The Brannik dam, 11 kilometres upstream, failed at about 3.40 a.m. after two days of heavy rain",
      ],
      quoteType: "indirect",
      sourceKind: "named-person",
      isSource: ["Ines Varga"],
      carries: [{ claim: "upstream" }],
    },
    {
      claim: "missing-40",
      body: "about 40 people had been reported missing by their families by noon",
      quantity: { counted: "people reported missing", min: 40, qualifier: "about", words: "about 40 people" },
    },
    {
      attribution: "governor-missing",
      source: "His office",
      cue: { quote: "said", within: "His office said that about 40" },
      content: [
        "about 40 people had been reported missing by their families by noon, and that the number could not be checked while telephone lines were down",
      ],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Governor of Upper Teln"],
      carries: [{ claim: "missing-40" }],
    },
    { claim: "procedure", body: "the spillway had been open since Monday" },
    {
      attribution: "company",
      source: "A company spokesman, Pavel Ondric,",
      cue: { quote: "said", within: "Pavel Ondric, said that the spillway" },
      content: ["the spillway had been open since Monday and that “every procedure was followed”"],
      quoteType: "mixed",
      sourceKind: "named-person",
      isSource: ["Teln Hydro"],
      carries: [{ claim: "procedure" }],
    },
    {
      claim: "warned",
      body: "it had warned the energy ministry twice in the past year of wet ground below the dam",
    },
    {
      attribution: "river-watch",
      source: "River Watch, an environmental group,",
      cue: { quote: "said", within: "an environmental group, said it had warned" },
      content: ["it had warned the energy ministry twice in the past year of wet ground below the dam"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["River Watch"],
      carries: [{ claim: "warned" }],
    },
  ],
  anna: [
    {
      attribution: "service-head",
      source: "the head of the regional civil protection service",
      cue: { quote: "said", within: "civil protection service said." },
      content: [
        "An earth dam on the river Teln gave way before dawn on Wednesday and sent a wave of mud and water through the town of Korva, where rescuers brought about 600 people out of flooded streets",
      ],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Ines Varga"],
      carries: [{ claim: "rescued-600" }],
    },
    {
      claim: "roofs-600",
      body: "We took roughly 600 people from roofs, from cars and from the upper floors of the school",
      quantity: { counted: "people", min: 600, qualifier: "about", words: "roughly 600 people" },
    },
    {
      attribution: "varga-roofs",
      source: { quote: "Varga", within: "school,” Varga said." },
      cue: { quote: "said", within: "school,” Varga said." },
      content: [
        "“We took roughly 600 people from roofs, from cars and from the upper floors of the school,”",
        "“We do not yet know how many we did not reach.”",
      ],
      quoteType: "direct",
      sourceKind: "named-person",
      isSource: ["Ines Varga"],
      carries: [{ claim: "roofs-600" }],
    },
    {
      claim: "bodies-6",
      body: "six bodies had been brought in by the early afternoon",
      quantity: { counted: "dead", min: 6, qualifier: "exact", words: "six bodies" },
    },
    {
      attribution: "doctor",
      source:
        "A doctor at the Korva hospital, who asked not to be named because she was not allowed to speak to the press,",
      cue: { quote: "said", within: "to the press, said that six" },
      content: ["six bodies had been brought in by the early afternoon"],
      quoteType: "indirect",
      sourceKind: "unnamed",
      carries: [{ claim: "bodies-6" }],
    },
  ],
  ben: [
    {
      attribution: "service-head",
      source: "the head of the regional civil protection service",
      cue: { quote: "said", within: "civil protection service said." },
      content: [
        "An earth dam on the river Teln gave way before dawn on Wednesday and sent a wave of mud and water through the town of Korva, where rescuers brought about 600 people out of flooded streets",
      ],
      quoteType: "indirect",
      sourceKind: "unnamed",
      isSource: ["Ines Varga"],
      carries: [{ claim: "rescued-600" }],
    },
    {
      claim: "roofs-600",
      body: "roughly 600 people from roofs, from cars and from the upper floors of the school",
      quantity: { counted: "people", min: 600, qualifier: "about", words: "roughly 600 people" },
    },
    {
      attribution: "varga-roofs",
      source: { quote: "Varga", within: "school,” Varga said." },
      cue: { quote: "said", within: "school,” Varga said." },
      content: [
        "“We took roughly 600 people from roofs, from cars and from the upper floors of the school,”",
      ],
      quoteType: "direct",
      sourceKind: "named-person",
      isSource: ["Ines Varga"],
      carries: [{ claim: "roofs-600" }],
    },
    { claim: "rain", body: "More rain is forecast for Thursday", kind: "prediction" },
    {
      attribution: "weather-office",
      source: "the state weather office",
      cue: { quote: "said", within: "the state weather office said" },
      content: ["More rain is forecast for Thursday"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      carries: [{ claim: "rain" }],
    },
  ],
};

/** The newspaper's paraphrase of the agency: copies to be found and attributions that got weaker on the way. */
export const courierWork: DemoWork = {
  title: "600 rescued as Brannik dam bursts",
  both: [
    {
      claim: "rescued-600",
      body: "About 600 people were rescued from flooded streets in the town of Korva on Wednesday",
      quantity: { counted: "people rescued", min: 600, qualifier: "about", words: "About 600 people" },
    },
    {
      claim: "water",
      body: "The lower part of the town, where some 2,000 people live, stood under as much as two metres of water",
    },
    {
      attribution: "service",
      source: "the civil protection service of Upper Teln",
      cue: { quote: "said", within: "service of Upper Teln said" },
      content: [
        "The lower part of the town, where some 2,000 people live, stood under as much as two metres of water",
      ],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Civil Protection Service of Upper Teln"],
      carries: [{ claim: "water" }],
    },
    {
      claim: "missing-40",
      body: "About 40 people are missing",
      quantity: { counted: "people missing", min: 40, qualifier: "about", words: "About 40 people" },
    },
    {
      attribution: "governor",
      source: "the office of Governor Tomas Reik",
      cue: { quote: "said", within: "Governor Tomas Reik said" },
      content: ["About 40 people are missing"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Governor of Upper Teln"],
      carries: [{ claim: "missing-40" }],
    },
    { claim: "before-four", body: "given way shortly before four in the morning" },
    {
      attribution: "believed",
      cue: "is believed",
      content: [
        "The dam, which lies 11 kilometres above the town,",
        "to have given way shortly before four in the morning",
      ],
      quoteType: "indirect",
      attributionType: "belief",
      sourceKind: "unspecified",
      carries: [{ claim: "before-four" }],
    },
  ],
  anna: [
    {
      duplicate: "lead",
      body: "About 600 people were rescued from flooded streets in the town of Korva on Wednesday after the Brannik dam on the river Teln burst in the night.",
      twin: {
        title: agencyReport,
        quote:
          "An earth dam on the river Teln gave way before dawn on Wednesday and sent a wave of mud and water through the town of Korva, where rescuers brought about 600 people out of flooded streets, the head of the regional civil protection service said.",
      },
      degree: "heavy-revision",
      direction: "from-passage",
      evidence: "The article credits Nordwire, whose report is three hours older.",
      lost: ["attributionDropped"],
    },
    {
      duplicate: "caption",
      body: {
        quote:
          "Rescue workers steer a rubber boat along Mill Street in Korva on Wednesday morning, after the Brannik dam gave way upstream.",
        within:
          "Ilja Moreno/Nordwire\nRescue workers steer a rubber boat along Mill Street in Korva on Wednesday morning, after the Brannik dam gave way upstream.",
      },
      twin: {
        title: "600 rescued as Brannik dam bursts",
        quote:
          "Rescue workers steer a rubber boat along Mill Street in Korva on Wednesday morning, after the Brannik dam gave way upstream.",
      },
      degree: "verbatim",
      direction: "unknown",
    },
    {
      claim: "bodies-6",
      body: "six bodies had been taken to the hospital in Korva by the afternoon",
      quantity: { counted: "dead", min: 6, qualifier: "exact", words: "six bodies" },
    },
    {
      attribution: "doctor",
      source: "a hospital doctor",
      cue: "was quoted as saying",
      content: ["six bodies had been taken to the hospital in Korva by the afternoon"],
      quoteType: "indirect",
      sourceKind: "unnamed",
      carries: [{ claim: "bodies-6" }],
      restsOn: { source: "Nordwire", kind: "relays" },
    },
  ],
  ben: [
    {
      duplicate: "lead",
      body: "About 600 people were rescued from flooded streets in the town of Korva on Wednesday after the Brannik dam on the river Teln burst in the night.",
      twin: {
        title: agencyReport,
        quote:
          "An earth dam on the river Teln gave way before dawn on Wednesday and sent a wave of mud and water through the town of Korva, where rescuers brought about 600 people out of flooded streets",
      },
      degree: "summary",
      direction: "from-passage",
    },
    {
      claim: "bodies-6",
      body: "six bodies had been taken to the hospital in Korva by the afternoon",
      quantity: { counted: "dead", min: 6, qualifier: "exact", words: "six bodies" },
    },
    {
      attribution: "doctor",
      source: "a hospital doctor",
      cue: "was quoted as saying",
      content: ["six bodies had been taken to the hospital in Korva by the afternoon"],
      quoteType: "indirect",
      sourceKind: "unnamed",
      carries: [{ claim: "bodies-6", role: "speech-act" }],
    },
    {
      claim: "ignored",
      body: "having ignored two warnings about wet ground at the foot of the dam",
      kind: "assessment",
    },
    {
      attribution: "river-watch",
      source: "The environmental group River Watch",
      cue: "accuses",
      content: ["the energy ministry of having ignored two warnings about wet ground at the foot of the dam"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["River Watch"],
      carries: [{ claim: "ignored" }],
    },
  ],
};
