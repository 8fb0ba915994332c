import { localDay } from "@/components/articles/local-time";
import { Time } from "@/components/ui/time";
import type { VersionDto } from "@/lib/versions/schema";
import type { VersionChange } from "@/lib/vocabulary";

const done: Record<VersionChange, string> = {
  correction: "corrected",
  update: "updated",
  edit: "edited",
  unknown: "changed",
};

/** What a text is beside the one before it, and when: "corrected 3 Mar 2026", where that is known; of the first one that it came with the import. */
export function ChangeWords({ version }: { version: Pick<VersionDto, "change" | "changedAt" | "addedAt"> }) {
  const { change, changedAt, addedAt } = version;
  if (change === null)
    return (
      <>
        imported <Time value={addedAt} format="day" />
      </>
    );
  return (
    <>
      {done[change]}
      {changedAt && (
        <>
          {" "}
          <ChangeDay value={changedAt} />
        </>
      )}
    </>
  );
}

/** The day of an instant in UTC, or of a local time of which no zone is known. */
export function ChangeDay({ value }: { value: string }) {
  return value.endsWith("Z") ? <Time value={value} format="day" /> : localDay(value);
}
