const post =
  /\b(?:fellow|professor|lecturer|director|correspondent|columnist|journalist|reporter|editor|writer|author|analyst|researcher|historian|playwright|photographer|mayor|contributor|[\p{L}]+-in-residence)\b|^(?:for|about|on) /iu;
const nameThenVerb =
  /^(?:Dr\.? |Prof\.? )?(?:\p{Lu}[\p{L}\p{M}.'’-]*,? ){1,5}(?:[^.]{0,160}, )?(?:is|has been|works|covers|writes|reports) (?<rest>.{3,90})/u;
const openings: readonly string[] = [
  "about the author",
  "the (?:author|writer) (?:is|works|lives)",
  "über (?:den autor|die autorin)",
  "(?:der autor|die autorin) (?:ist|arbeitet|lebt)",
  "à propos de l[’']autr?[ei]",
  "l[’'](?:auteure?|autrice) est",
  "sobre (?:el autor|la autora)",
  "(?:el autor|la autora) es",
  "про автора",
  "об авторе",
  "автор(?:ка)? (?:—|–|-|є) ",
  "عن الكاتب",
  "关于作者",
  "作者简介",
];
const opening = new RegExp(`^(?:${openings.join("|")})`, "iu");
const firstPerson =
  /\b(?:years?|decades?) (?:of experience )?(?:in|as) (?:a )?(?:journalis|report|news)|\bI (?:currently )?(?:work|write|report) as an? [^.]*(?:writer|editor|journalist|reporter)/iu;

/**
 * Whether a paragraph introduces its author (name, post, paper) and tells no story. Meant for an article's last
 * paragraphs: the same sentence higher up introduces somebody in the story.
 */
export function isBio(paragraph: string): boolean {
  if (paragraph.length > 700 || /["“”«»„]/u.test(paragraph)) return false;
  if (opening.test(paragraph) || firstPerson.test(paragraph)) return true;
  const rest = nameThenVerb.exec(paragraph)?.groups?.rest;
  return rest !== undefined && post.test(rest);
}
