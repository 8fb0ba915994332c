import { Plus, X } from "lucide-react";
import type { Desk } from "@/components/annotate/desk-state";
import { type Mark, mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { selectMark } from "@/components/annotate/move-actions";
import { changed, unlinkClaim } from "@/components/annotate/operations";
import { perform } from "@/components/annotate/perform";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import { labelOf, linkRoles, stances } from "@/lib/vocabulary";

/** The links of a claim to its attributions, or of an attribution to its claims, each with stance and role. */
export function LinkRows({ desk, mark }: { desk: Desk; mark: Mark }) {
  const isClaim = mark.annotation.kind === "claim";
  const isDisabled = !desk.isEditable;
  const find = (id: string) => desk.marks.find((one) => one.annotation.id === id);
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <span className="text-sm font-medium">{isClaim ? "Said by" : "Carries"}</span>
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus />}
          disabled={isDisabled}
          onClick={() => perform(desk, ["link"])}
        >
          Link
        </Button>
      </div>
      {mark.claimLinks.map((link) => {
        const other = find(isClaim ? link.attributionId : link.claimId);
        const words = other
          ? (isClaim && wordsOf(other.annotation, "source")) ||
            wordsOf(other.annotation, mainRole(other.annotation))
          : "";
        return (
          <div key={link.id} className="rounded-md border border-border p-2">
            <div className="flex items-start gap-2">
              <button
                type="button"
                dir="auto"
                className="min-w-0 grow truncate text-start text-sm hover:underline"
                onClick={() => other && selectMark(desk, other)}
              >
                {shorten(words, 80)}
              </button>
              <IconButton
                label="Take this link away"
                size="sm"
                icon={<X />}
                disabled={isDisabled}
                onClick={() => desk.run(unlinkClaim(link, find(link.claimId)))}
              />
            </div>
            <div className="mt-1 grid grid-cols-2 gap-1.5">
              <Select
                aria-label="Stance"
                data-rule="stance"
                value={link.stance}
                disabled={isDisabled}
                onChange={(event) => {
                  const stance = stances.find((one) => one === event.target.value);
                  if (stance) desk.run([changed(link, { stance })]);
                }}
              >
                {stances.map((code) => (
                  <option key={code} value={code}>
                    {labelOf(code)}
                  </option>
                ))}
              </Select>
              <Select
                aria-label="Role of the link"
                data-rule="role"
                value={link.role}
                disabled={isDisabled}
                onChange={(event) => {
                  const role = linkRoles.find((one) => one === event.target.value);
                  if (role) desk.run([changed(link, { role })]);
                }}
              >
                {linkRoles.map((code) => (
                  <option key={code} value={code}>
                    {code === "content" ? "In what was said" : labelOf(code)}
                  </option>
                ))}
              </Select>
            </div>
          </div>
        );
      })}
    </div>
  );
}
