/** An invented article, the keys that annotate it whole, and the layer that they have to leave behind. */

export const articleText = [
  "Dam bursts above Korva",
  "",
  "The Lissa dam above Korva burst shortly before midnight on Tuesday. About 600 people were rescued by boat, the civil protection service said. Forty houses and the school were flooded. “We counted 212 lamps on the roofs,” Colonel Ines Varga told reporters. Nobody had been warned, according to the mayor, Ana Holt.",
  "The reservoir was three quarters full; two of its five gates had stood open since Sunday. The power company Lissa denied that the gates had failed. Rescuers worked through the night. Two bridges were closed and a third was damaged, police said. Traffic stood still for nine hours. It was the worst flood in the valley since 1962. Damage may reach 40 million euros, the insurer Nordsicher estimated.",
  "“It held for sixty years,” said the engineer Pavel Ondric. “Nobody looked at the cracks.” The ministry had received four warnings, the Morning Post wrote. The warnings came from its own inspectors, its records show. Both ministers stayed away.",
  "Radio Lissa reported that the governor had promised help. Schools will stay closed until Monday. Water is being brought in by lorry. The army has sent 300 soldiers. Power was back in most streets by noon. One man is still missing. His boat was found at Orla.",
].join("\n");

const later = (times: number) => Array(times).fill("Shift+ArrowRight").join(" ");

/** Keys in the order in which they are pressed, and words that the panel of the current mark shows after them. */
export const articleWork: readonly { keys: string; shows: string }[] = [
  { keys: "j j 1 o", shows: "burst shortly before midnight" },
  { keys: "j ] 1", shows: "About 600 people were rescued by boat" },
  { keys: "q Tab Tab Tab Tab Tab T u e s d a y Enter", shows: "About 600 people were rescued by boat" },
  { keys: "2 Enter r Alt+1", shows: "Civil protection service" },
  { keys: "j 1 a 1", shows: "Forty houses and the school" },
  { keys: "j ] 1 2 Enter r Alt+1", shows: "Colonel Ines Varga" },
  { keys: "j ] 1 2 Enter", shows: "the mayor" },
  { keys: `s ${later(2)} Enter`, shows: "the mayor, Ana Holt" },
  { keys: "j ] 1", shows: "The reservoir was three quarters full" },
  { keys: "] j 1", shows: "two of its five gates" },
  { keys: `j ${later(6)} 1 2 Enter d`, shows: "the gates had failed" },
  { keys: "j 1", shows: "Rescuers worked" },
  { keys: "j ] 1 2 Enter", shows: "police" },
  { keys: "j 1", shows: "Traffic stood still" },
  { keys: "j 1 1", shows: "It was the worst flood" },
  { keys: "j ] 1 1 1 2 Enter", shows: "the insurer Nordsicher" },
  { keys: "j ] 1 2 Enter", shows: "the engineer Pavel Ondric" },
  { keys: "j 1 2 Enter", shows: "Nobody looked at the cracks" },
  { keys: "j ] 1 2 Enter", shows: "the Morning Post" },
  { keys: `j ] 1 2 s ${later(1)} Enter c Enter`, shows: "its records" },
  { keys: "j 1", shows: "Both ministers stayed away" },
  { keys: "j 2 Enter", shows: "Radio Lissa" },
  { keys: `${later(1)} 1 a 1`, shows: "the governor had promised help" },
  { keys: `${later(4)} 2 Enter a 1 Shift+D n 1`, shows: "promised" },
  { keys: "j 1 1 1", shows: "Schools will stay closed" },
  { keys: "j 1", shows: "Water is being brought in" },
  { keys: "j 1", shows: "The army has sent 300 soldiers" },
  { keys: "j 1", shows: "Power was back" },
  { keys: "j 1", shows: "One man is still missing" },
  { keys: "j 1", shows: "His boat was found at Orla" },
];

const rescued = "About 600 people were rescued by boat";
const lamps = "“We counted 212 lamps on the roofs,”";
const held = "“It held for sixty years,”";
const cracks = "“Nobody looked at the cracks.”";
const help = "that the governor had promised help";

export const articleWanted: readonly string[] = [
  "claim factual own-reporting: The Lissa dam above Korva burst shortly before midnight on Tuesday.",
  `claim factual attributed: ${rescued} [About 600 people as of Tuesday]`,
  "claim factual attributed: Forty houses and the school were flooded.",
  `claim factual attributed: ${lamps} [212 lamps]`,
  "claim factual attributed: Nobody had been warned",
  "claim factual none-given: The reservoir was three quarters full",
  "claim factual none-given: two of its five gates had stood open since Sunday.",
  "claim factual attributed: the gates had failed.",
  "claim factual none-given: Rescuers worked through the night.",
  "claim factual attributed: Two bridges were closed and a third was damaged",
  "claim factual none-given: Traffic stood still for nine hours.",
  "claim assessment none-given: It was the worst flood in the valley since 1962.",
  "claim prediction attributed: Damage may reach 40 million euros [40 million]",
  `claim factual attributed: ${held}`,
  `claim factual attributed: ${cracks}`,
  "claim factual attributed: The ministry had received four warnings",
  "claim factual attributed: The warnings came from its own inspectors",
  "claim factual none-given: Both ministers stayed away.",
  "claim factual attributed: the governor had promised help",
  "claim prediction none-given: Schools will stay closed until Monday.",
  "claim factual none-given: Water is being brought in by lorry.",
  "claim factual none-given: The army has sent 300 soldiers. [300 soldiers]",
  "claim factual none-given: Power was back in most streets by noon.",
  "claim factual none-given: One man is still missing.",
  "claim factual none-given: His boat was found at Orla.",
  `attribution indirect: the civil protection service | said | ${rescued}`,
  `attribution direct: Colonel Ines Varga | told | ${lamps}`,
  "attribution indirect: the mayor, Ana Holt | according to | Nobody had been warned",
  "attribution indirect: The power company Lissa | denied | the gates had failed",
  "attribution indirect: police | said | Two bridges were closed and a third was damaged",
  "attribution indirect: the insurer Nordsicher | estimated | Damage may reach 40 million euros",
  `attribution direct: the engineer Pavel Ondric | said | ${held}`,
  `attribution direct: the engineer Pavel Ondric | said | ${cracks}`,
  "attribution indirect: the Morning Post | wrote | The ministry had received four warnings",
  "attribution indirect: its records | show | The warnings came from its own inspectors",
  `attribution indirect: Radio Lissa | reported | ${help}`,
  "attribution indirect: the governor | promised | help",
  `content asserts: ${rescued} → ${rescued}`,
  `remote asserts: ${rescued} → Forty houses and the school were flooded.`,
  `content asserts: ${lamps} → ${lamps}`,
  "content asserts: Nobody had been warned → Nobody had been warned",
  "content denies: the gates had failed → the gates had failed.",
  "content asserts: Two bridges were closed and a third was damaged → Two bridges were closed and a third was damaged",
  "content asserts: Damage may reach 40 million euros → Damage may reach 40 million euros",
  `content asserts: ${held} → ${held}`,
  `content asserts: ${cracks} → ${cracks}`,
  "content asserts: The ministry had received four warnings → The ministry had received four warnings",
  "content asserts: The warnings came from its own inspectors → The warnings came from its own inspectors",
  `content asserts: ${help} → the governor had promised help`,
  "speech-act asserts: help → the governor had promised help",
  `nested: help in ${help}`,
  "source: the civil protection service is Civil protection service",
  "source: Colonel Ines Varga is Colonel Ines Varga",
];

/** Another invented article, for single targets. */
export const targetText = [
  "Ferry aground off Orla",
  "",
  "The ferry Marit ran aground off Orla at dawn. Forty passengers were taken ashore by the lifeboat crew. The crew stayed on board; the pumps were running by eight. No oil has leaked, the coast guard said. “She sits upright on the sand,” said Captain Jon Reik. The ferry is thirty years old.",
  "Her last inspection was in March, the shipping office told the paper. Two tugs left Korva at nine; a third followed from Lissa. The wind was light, and the sea was calm. The beacon at Orla was dark that night. Its lamp had failed twice this year; nobody had replaced it. A new lamp costs 900 euros.",
  "“We asked for a lamp in May,” Mayor Ana Holt wrote. The pilot was asleep, a sailor claimed. The company suspended all crossings until Friday. Buses carry the passengers; goods go by way of Lissa. The tide will lift the ferry on Thursday, the harbour master expects. Divers will look at the hull on Friday. Sixty cars are still standing on the lower deck behind the bow door. Insurers have sent two surveyors with a diving robot.",
  "The line was opened in 1931; it has never lost a ship. About 300 people live on Orla. Most of them work in Korva. The school gave everybody the day off.",
].join("\n");

export const twinText =
  "Sixty cars are still standing on the lower deck behind the bow door. Insurers have sent two surveyors with a diving robot. It will rain.";

type Target = {
  kind: "sentence claim" | "clause claim" | "attribution" | "twin" | "block";
  keys: string;
  /** What is saved then, as `savedLayer` says it; for a block the kind it has. */
  wanted: string;
};

const sentence = (wanted: string): Target => ({
  kind: "sentence claim",
  keys: "j 1",
  wanted: `claim factual none-given: ${wanted}`,
});
const clause = (keys: string, wanted: string): Target => ({
  kind: "clause claim",
  keys,
  wanted: `claim factual none-given: ${wanted}`,
});

/** Thirty targets in the order in which a reader comes to them, with the keys from the end of the mark before. */
export const targets: readonly Target[] = [
  { kind: "block", keys: "b", wanted: "standfirst" },
  sentence("The ferry Marit ran aground off Orla at dawn."),
  sentence("Forty passengers were taken ashore by the lifeboat crew."),
  clause("j ] 1", "The crew stayed on board"),
  clause("] j 1", "the pumps were running by eight."),
  {
    kind: "attribution",
    keys: "j ] 2 Enter",
    wanted: "attribution indirect: the coast guard | said | No oil has leaked",
  },
  {
    kind: "attribution",
    keys: "j ] 2 Enter",
    wanted: "attribution direct: Captain Jon Reik | said | “She sits upright on the sand,”",
  },
  sentence("The ferry is thirty years old."),
  {
    kind: "attribution",
    keys: "j ] 1 2 Enter",
    wanted: "attribution indirect: the shipping office | told | Her last inspection was in March",
  },
  clause("j ] 1", "Two tugs left Korva at nine"),
  clause("] j 1", "a third followed from Lissa."),
  sentence("The wind was light, and the sea was calm."),
  sentence("The beacon at Orla was dark that night."),
  clause("j ] 1", "Its lamp had failed twice this year"),
  clause("] j 1", "nobody had replaced it."),
  sentence("A new lamp costs 900 euros. [900]"),
  {
    kind: "attribution",
    keys: "j ] 1 2 Enter",
    wanted: "attribution direct: Mayor Ana Holt | wrote | “We asked for a lamp in May,”",
  },
  {
    kind: "attribution",
    keys: "j ] 2 s Enter c Enter",
    wanted: "attribution indirect: a sailor | claimed | The pilot was asleep",
  },
  sentence("The company suspended all crossings until Friday."),
  clause("j ] 1", "Buses carry the passengers"),
  clause("] j 1", "goods go by way of Lissa."),
  {
    kind: "attribution",
    keys: "j ] 1 1 1 2 Enter d",
    wanted: "attribution indirect: the harbour master | expects | The tide will lift the ferry on Thursday",
  },
  sentence("Divers will look at the hull on Friday."),
  {
    kind: "twin",
    keys: "j 3 @paper v",
    wanted:
      "duplicate verbatim: Sixty cars are still standing on the lower deck behind the bow door. = Sixty cars are still standing on the lower deck behind the bow door.",
  },
  {
    kind: "twin",
    keys: "j 3 @paper l",
    wanted:
      "duplicate light-revision: Insurers have sent two surveyors with a diving robot. = Insurers have sent two surveyors with a diving robot.",
  },
  clause("j ] 1", "The line was opened in 1931"),
  clause("] j 1", "it has never lost a ship."),
  sentence("About 300 people live on Orla. [About 300 people]"),
  sentence("Most of them work in Korva."),
  sentence("The school gave everybody the day off."),
];
