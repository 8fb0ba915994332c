import type { attributionTypes } from "@/lib/vocabulary";

type AttributionType = (typeof attributionTypes)[number];

const assertion = `said says say saying told tells stated states announced announces added adds reported reports
  claimed claims argued argues explained explains wrote writes insisted insists confirmed confirms denied denies
  declared declares noted notes accused accuses warned warns alleged alleges maintained acknowledged admitted
  sagte sagt sagten erklärte erklärt teilte berichtete berichtet behauptete behauptet bestätigte bestritt meldete
  dit disait déclaré déclare affirmé affirme annoncé annonce expliqué précisé indiqué assuré
  dijo dice dijeron declaró declaran afirmó afirma anunció aseguró explicó informó señaló
  detto disse dice dichiarato dichiarò affermato afferma annunciato spiegato
  zei zegt zeiden verklaarde meldde vertelde bevestigde ontkende
  powiedział powiedziała twierdzi oświadczył poinformował poinformowała dodał dodała
  сказал сказала сказали заявил заявила заявили сообщил сообщила сообщили отметил рассказал утверждает
  сказав сказала заявив заявила повідомив повідомила повідомили зазначив
  قال قالت قالوا صرح صرحت أعلن أعلنت أكد أكدت أضاف أضافت ذكر ذكرت أوضح نفى
  dedi söyledi açıkladı belirtti bildirdi ifade
  sade sa säger uppgav berättade sagde siger sier oplyste opplyste sanoi kertoi
  afirmou declarou informou disseram řekl řekla uvedl uvedla sdělil dodal povedal povedala
  mondta közölte állította είπε είπαν δήλωσε ανέφερε rekao rekla izjavio spus declarat`;
const belief = `believes believed believe thinks thought expects expected expect fears feared suspects suspected hopes
  hoped assumes doubts estimates estimated glaubt glaubte erwartet erwarten vermutet fürchtet schätzt croit pense estime
  cree piensa teme espera crede pensa gelooft verwacht считает полагает думает вважає يعتقد düşünüyor`;
const fact = `knows knew saw sees heard hears learned learnt discovered found recalls recalled remembers remembered
  observed weiß wusste sah hörte erfuhr sait vu sabe vio узнал видел`;
const eventuality = `promised promises ordered orders demanded demands urged urges asked asks pledged vowed called
  threatened threatens agreed refused planned plans wants wanted versprach forderte fordert befahl bat will
  promis ordonné exige prometió exigió ordenó обещал приказал потребовал обіцяв наказав طالب أمر`;

/** Words that attribute, in lower case, with what they usually say of the source's stance; the commonest ones only. */
export const cueWords: ReadonlyMap<string, AttributionType> = new Map([
  ...words(eventuality, "eventuality"),
  ...words(fact, "fact"),
  ...words(belief, "belief"),
  ...words(assertion, "assertion"),
]);

/** Phrases that stand before their source, in lower case. */
export const cuePhrases: readonly string[] = [
  "according to",
  "in the words of",
  "citing",
  "laut",
  "zufolge",
  "nach angaben von",
  "nach angaben der",
  "nach angaben des",
  "selon",
  "d'après",
  "d’après",
  "según",
  "de acuerdo con",
  "secondo",
  "volgens",
  "według",
  "по словам",
  "по данным",
  "согласно",
  "за словами",
  "за даними",
  "وفقا ل",
  "بحسب",
];

function words(list: string, type: AttributionType): [string, AttributionType][] {
  return list.split(/\s+/).map((word) => [word, type]);
}
