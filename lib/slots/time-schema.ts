/** A person's time on an article on a day (UTC), in whole seconds; `total` is theirs on that article over all days. */
export type TimeRow = {
  day: string;
  userId: string;
  person: string;
  articleId: string;
  title: string;
  seconds: number;
  total: number;
};

/** A person's seconds in each of the last weeks, oldest first; weeks begin on Monday (UTC). */
export type WeekSums = { weeks: string[]; people: { userId: string; name: string; seconds: number[] }[] };

/** Hours and minutes of a number of seconds, rounded to the minute; less than half a minute is "under a minute". */
export function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return seconds > 0 ? "under a minute" : "none";
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
