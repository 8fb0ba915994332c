/** What a threshold looks at: the annotations of a place grouped by sameness in every field, largest group first. */
export type VotedUnit = { alike: readonly (readonly string[])[] };

/**
 * The annotations that at least `votes` people made alike in a place, or null: where nobody reaches the threshold, and
 * where two different versions do, which only a person can settle. A split place has no votes.
 */
export function votedFor(unit: VotedUnit, votes: number): readonly string[] | null {
  const [first, second] = unit.alike;
  if (!first || first.length < votes) return null;
  return second && second.length >= votes ? null : first;
}
