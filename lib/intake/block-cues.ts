import { isAgencyAlone } from "@/lib/intake/agencies";
import { countCodePoints } from "@/lib/text/code-points";
import type { BlockKind } from "@/lib/vocabulary";

/** `edgeOnly`: counts at the head and foot of an article alone, since a story may say the same words. */
type Cue = { kind: BlockKind; pattern: RegExp; maxLength: number; edgeOnly?: boolean };

function opens(kind: BlockKind, maxLength: number, words: readonly string[]): Cue {
  return { kind, maxLength, pattern: new RegExp(`^[\\p{P}\\p{S}\\s]*(?:${words.join("|")})`, "iu") };
}

function holds(kind: BlockKind, maxLength: number, words: readonly string[]): Cue {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})`, "iu");
  return { kind, maxLength, pattern, edgeOnly: true };
}

// In each list: English, German, French, Spanish, Ukrainian and Russian, Arabic, Chinese, Japanese and Korean.
const sourceWords = [
  "sources?",
  "quellen?",
  "fuentes?",
  "fonte",
  "джерел[оа]",
  "источники?",
  "المصدر",
  "来源",
  "出典",
  "출처",
];
// biome-ignore format: a list
const writtenBy = [
  "reporting by", "additional reporting", "writing by", "editing by", "compiled by", "with (?:material|reporting) (?:from|by)",
  "with agenc", "mit (?:material|agenturmaterial)", "avec (?:afp|reuters|agences)", "con información de",
  "за матеріалами", "по материалам", "за даними агент",
];
// biome-ignore format: a list
const translatedBy = [
  "translated (?:by|from|with)", "translation\\s*:", "übersetzt (?:von|aus|mit)", "übersetzung\\s*:",
  "aus dem \\p{L}+ (?:von|übersetzt)", "traduit (?:par|de l|du)", "traduction\\s*:", "traducido (?:por|del)",
  "traducción\\s*:", "переклал", "переклад\\s*:", "переклад з", "перевод\\s*:", "перевод с", "перев[её]ла? ",
  "ترجمة\\s*:", "翻译\\s*[:：]", "翻訳\\s*[:：]",
];
// biome-ignore format: a list
const byMachine = [
  "machine[- ]translat", "translated automatically", "automatically translated", "automatic translation",
  "translated (?:by|with|using) (?:an? )?(?:machine|ai\\b|software|computer)", "maschinell (?:übersetzt|erstellt)",
  "automatisch übersetzt", "maschinelle übersetzung", "traduit automatiquement", "traduction automatique",
  "traducid[oa] automáticamente", "traducción automática", "машинн\\p{L}+ пере", "автоматичн\\p{L}+ переклад",
  "перекладено автоматично", "переведено автоматически", "автоматическ\\p{L}+ перевод", "ترجمة آلية", "机器翻译",
  "機械翻訳",
];
// biome-ignore format: a list
const appeals = [
  "subscribe", "sign up", "donate", "support (?:our|us\\b|independent)", "become a (?:member|subscriber|supporter)",
  "buy us a coffee", "our newsletter", "abonnieren sie", "jetzt abonnieren", "unterstützen sie uns", "spenden sie",
  "unseren newsletter", "abonnez-vous", "inscrivez-vous", "soutenez(?:-nous| notre)", "faites un don", "suscr[ií]b",
  "hazte soci", "apóyanos", "підпи(?:шіться|сатися|суйтесь)", "підтримайте (?:нас|редакц|наш)",
  "подпи(?:шитесь|саться|сывайтесь)", "поддержите (?:нас|редакц|наш)", "пожертвуйте", "اشترك", "ادعم", "订阅我们",
  "購読", "구독",
];
// biome-ignore format: a list
const interfaceWords = [
  "read (?:also|more|next)\\b", "read the (?:rest|full)\\b", "also read\\b", "see also\\b", "more on this",
  "related(?: (?:articles|stories|topics))?\\s*:?$", "recommended\\s*:?$", "most (?:read|popular)\\b",
  "share(?: (?:this|on|via|article|the)\\b.*)?$", "follow us\\b", "follow .{2,40} on (?:twitter|x|facebook|telegram|instagram)",
  "click here\\b", "advertisement", "sponsored\\b", "comments?(?:\\s*\\(?\\d+\\)?)?$", "leave a comment", "print(?: this)?$",
  "loading\\b", "accept cookies", "back to top", "skip to ", "watch the video", "\\d+ min(?:ute)?s? read",
  "abstract\\.?$", "full text\\.?$",
  "lesen sie (?:auch|mehr|weiter)", "mehr zum thema", "auch interessant", "teilen(?: sie)?\\b.{0,30}$", "folgen sie uns",
  "anzeige$", "werbung$", "kommentare?(?:\\s*\\(?\\d+\\)?)?$", "drucken$", "merken$",
  "(?:à )?lire aussi", "lire la suite", "partage[rz]\\b.{0,30}$", "suivez-nous", "publicité$",
  "le[ae] también", "leer más", "te puede interesar", "comparti[rd]\\b.{0,30}$", "síguenos", "publicidad$",
  "чита(?:йте|ти) (?:також|далі|также|далее|ещ[её])", "дивіться також", "смотрите также", "поділ(?:итися|іться)",
  "подел(?:иться|итесь)", "приєднуйтесь до", "реклама$", "اقرأ أيضا", "شارك(?:\\s|$)", "延伸阅读", "分享到", "関連記事",
];
// biome-ignore format: a list
const pictureOpenings = [
  "handout\\s*[-–—:]", "file(?: photo)?\\s*[-–—:]", "file photo\\b", "archive (?:photo|image)\\b", "archivfoto", "archivbild",
  "symbolbild", "pictured\\s*[:,]", "illustration\\s*[:—-]", "caption\\s*:", "bildunterschrift", "légende\\s*:",
  "архівне фото", "архивное фото", "ілюстративне фото",
];

const name = "[\\p{Lu}\\p{Lt}\\p{Lo}][\\p{L}\\p{M}.'’-]*";
const joint = "(?:\\s*[,/&]\\s*|\\s+(?:and|und|et|y|і|и|та|for|in|van|von|de|der|di|al|el)\\s+|\\s+)";
const bylineLead =
  "(?:[Bb]y|BY|(?:[Ww]ritten|[Ww]ords|[Ss]tory) by|[Vv]on|Text\\s*:|[Pp]ar|[Pp]or|Автор(?:ка)?\\s*:|Текст\\s*:|بقلم\\s*:?|文\\s*[/:：])";

/** Tried in this order; each has a greatest length, for a long paragraph that opens so is a story. */
const cues: readonly Cue[] = [
  { kind: "hashtags", pattern: /^(?:[#＃][\p{L}\p{M}\p{N}_]+[\s,;]*)+$/u, maxLength: 600 },
  opens("hashtags", 300, [
    "tags?\\s*:",
    "schlagwörter\\s*:",
    "mots-clés\\s*:",
    "etiquetas\\s*:",
    "теги\\s*:",
    "мітки\\s*:",
  ]),
  opens(
    "credit",
    120,
    sourceWords.map((word) => `${word}\\s*[:：]`),
  ),
  { kind: "credit", pattern: /^[([]?\s*(?:©|\(c\)\s|copyright\b)/iu, maxLength: 160 },
  opens("credit", 240, writtenBy),
  {
    kind: "credit",
    pattern: /\bcontributed (?:reporting|to this (?:report|article|story))\.?[)\]]?$/iu,
    maxLength: 240,
  },
  opens("credit", 200, translatedBy),
  holds("credit", 240, byMachine),
  {
    kind: "byline",
    pattern: new RegExp(`^${bylineLead}\\s+${name}(?:${joint}${name}){0,7}$`, "u"),
    maxLength: 90,
  },
  holds("appeal", 400, appeals),
  opens("interface", 200, interfaceWords),
  { kind: "interface", pattern: /^(?:[\p{P}\p{S}\s]{1,20}|\d{1,4}|<[^<>]+>.*>[.\s]*)$/u, maxLength: 120 },
  opens("caption", 600, pictureOpenings),
];

const pictureWord =
  "(?:photos?|images?|picture|fotos?|bild|photographie|crédit photo|imagen|fotografía|фото|світлина|фотографі[яї]|صورة|الصورة|图|照片|写真|사진)";
const pictureLead = new RegExp(`^[([]?\\s*${pictureWord}\\s*(?:(?:by|von|credit|courtesy)\\s|[:：/©])`, "iu");
const pictureTail = new RegExp(
  `[.!?…。”"»)\\s([](?:${pictureWord}|credit)\\s*(?:by\\s|von\\s|par\\s|[:：/©])\\s*[^.!?]{2,90}[.)\\]]?$`,
  "iu",
);

/**
 * What kind of block the words of one trimmed line give away by themselves, or null. A picture line with words of
 * its own is a caption, one that only names its maker a credit. `atEdge`: the line stands at the head or foot of
 * the article, where notices and appeals are looked for too.
 */
export function kindByWords(line: string, atEdge: boolean): BlockKind | null {
  const length = countCodePoints(line);
  if (length > 600) return null;
  if (isAgencyAlone(line)) return "credit";
  if (pictureLead.test(line)) return length <= 90 && !hasSentence(line) ? "credit" : "caption";
  if (pictureTail.test(line)) return "caption";
  const heard = cues.find(
    (cue) => (atEdge || !cue.edgeOnly) && length <= cue.maxLength && cue.pattern.test(line),
  );
  return heard?.kind ?? null;
}

/** Whether a line says that the text was translated by a program, in the languages read here. */
export function saysMachineTranslated(line: string): boolean {
  return matches(holds("credit", 240, byMachine), line);
}

/** Whether a line names a translator or says what language the text was translated from. */
export function saysTranslated(line: string): boolean {
  return matches(opens("credit", 200, translatedBy), line);
}

function matches(cue: Cue, line: string): boolean {
  return countCodePoints(line) <= cue.maxLength && cue.pattern.test(line);
}

/** A word of lower-case letters, then a sentence's end mark, then the line's end or more. */
function hasSentence(line: string): boolean {
  return /\p{Ll}{3,}[.!?…](?:\s+\S|[”"»])|[。！？]/u.test(line);
}
