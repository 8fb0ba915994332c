import type { DemoWork } from "./mark-schema";

/** The local newspaper's own reporting: what it counted itself, and whom it asked. */
export const localWork: DemoWork = {
  title: "“I counted lamps, not people”: the officer who led the night boats",
  both: [
    {
      claim: "drivers-600",
      body: "about 600, because that is what the drivers of the lorries told me",
      quantity: { counted: "people rescued", min: 600, qualifier: "about", words: "about 600" },
    },
    {
      claim: "dead-14",
      body: "we had matched names and addresses to at least 14 dead",
      isOwnReporting: true,
      quantity: { counted: "dead", min: 14, qualifier: "at-least", words: "at least 14 dead" },
    },
    { claim: "sirens", body: "Two of five worked." },
    {
      attribution: "siren-call",
      source: { quote: "she", within: "should not’,” she said." },
      cue: { quote: "said", within: "should not’,” she said." },
      content: [
        "“At ten past three I was told by telephone that the water behind the dam was ‘doing something it should not’,”",
        "“Those were the words. It was a duty engineer of Teln Hydro, and he was crying. I ordered the sirens. Two of five worked.”",
      ],
      quoteType: "direct",
      sourceKind: "named-person",
      isSource: ["Ines Varga"],
      carries: [{ claim: "sirens" }],
    },
    { claim: "warning", body: "the water behind the dam was ‘doing something it should not’" },
    {
      attribution: "engineer",
      source: "a duty engineer of Teln Hydro",
      cue: "told by telephone",
      content: ["the water behind the dam was ‘doing something it should not’"],
      quoteType: "mixed",
      sourceKind: "unnamed",
      nestedIn: "siren-call",
      carries: [{ claim: "warning" }],
    },
    { claim: "learned", body: "it learned of the failure “at the moment it occurred”" },
    {
      attribution: "hydro",
      source: { quote: "Teln Hydro", within: "Teln Hydro has said that it learned" },
      cue: { quote: "has said", within: "Teln Hydro has said that it learned" },
      content: ["it learned of the failure “at the moment it occurred”"],
      quoteType: "mixed",
      sourceKind: "named-organisation",
      isSource: ["Teln Hydro"],
      carries: [{ claim: "learned" }],
    },
  ],
  anna: [
    {
      attribution: "lamps",
      source: { quote: "she", within: "not people,” she told the" },
      cue: { quote: "told", within: "she told the Teln Valley Post" },
      content: [
        { quote: "“I counted lamps, not people,”", within: "“I counted lamps, not people,” she told" },
        "“A lamp on a roof can be one man or a family of seven. So when they ask me for a number, I say about 600, because that is what the drivers of the lorries told me. I did not see a list. There is no list.”",
      ],
      quoteType: "direct",
      sourceKind: "named-person",
      isSource: ["Ines Varga"],
      carries: [{ claim: "drivers-600" }],
      restsOn: { description: "the drivers of the lorries", kind: "relays" },
    },
    { claim: "gap", body: "The gap is about 80 metres wide", isOwnReporting: true },
  ],
  ben: [
    {
      attribution: "lamps",
      source: { quote: "she", within: "not people,” she told the" },
      cue: { quote: "told", within: "she told the Teln Valley Post" },
      content: [
        { quote: "“I counted lamps, not people,”", within: "“I counted lamps, not people,” she told" },
        "“A lamp on a roof can be one man or a family of seven. So when they ask me for a number, I say about 600, because that is what the drivers of the lorries told me. I did not see a list. There is no list.”",
      ],
      quoteType: "direct",
      sourceKind: "named-person",
      isSource: ["Ines Varga"],
      carries: [{ claim: "drivers-600" }],
    },
    { claim: "gap", body: "The gap is about 80 metres wide" },
    { claim: "wet", body: "water ran clear from the ground in three places", isOwnReporting: true },
  ],
};

/** The business paper on the operator's denial: claims that are denied, and who denies them. */
export const denialWork: DemoWork = {
  title: "Teln Hydro rejects claim of early warning",
  both: [
    {
      claim: "warned-rescuers",
      body: "one of its engineers had warned rescuers half an hour before the dam gave way",
    },
    {
      attribution: "denial",
      source: "The operator of the Brannik dam",
      cue: { quote: "denied", within: "denied on Friday" },
      content: ["one of its engineers had warned rescuers half an hour before the dam gave way"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Teln Hydro"],
      carries: [{ claim: "warned-rescuers", stance: "denies" }],
    },
    { claim: "reached", body: "a duty engineer reached her at ten past three" },
    {
      attribution: "varga",
      source: "Colonel Ines Varga, who led the rescue,",
      cue: { quote: "had told", within: "had told the Teln Valley Post" },
      content: ["a duty engineer reached her at ten past three"],
      quoteType: "indirect",
      sourceKind: "named-person",
      isSource: ["Ines Varga"],
      carries: [{ claim: "reached" }],
      restsOn: { source: "Teln Valley Post", kind: "relays" },
    },
    {
      claim: "deaths-9",
      body: "it had confirmed nine deaths",
      quantity: { counted: "dead", min: 9, qualifier: "exact", words: "nine deaths" },
    },
  ],
  anna: [
    {
      attribution: "prosecutor",
      source: "The prosecutor's office",
      cue: { quote: "said", within: "office said later" },
      content: ["it had confirmed nine deaths and expected to confirm more"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Prosecutor's office in Korva"],
      carries: [{ claim: "deaths-9" }],
    },
    {
      claim: "costs",
      body: "the company to face claims of more than 300 million crowns",
      kind: "prediction",
    },
    {
      attribution: "analysts",
      source: "Analysts",
      cue: { quote: "expect", within: "Analysts expect" },
      content: ["the company to face claims of more than 300 million crowns"],
      quoteType: "indirect",
      attributionType: "belief",
      sourceKind: "unnamed",
      carries: [{ claim: "costs" }],
    },
  ],
  ben: [
    {
      attribution: "prosecutor",
      source: "The prosecutor's office",
      cue: { quote: "said", within: "office said later" },
      content: ["it had confirmed nine deaths and expected to confirm more"],
      quoteType: "indirect",
      sourceKind: "named-organisation",
      isSource: ["Prosecutor's office in Korva"],
      carries: [{ claim: "deaths-9" }],
    },
    { claim: "insured", body: "It is insured for 120 million" },
  ],
};
