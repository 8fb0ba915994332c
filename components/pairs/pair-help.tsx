import { Keys } from "@/components/annotate/help-dialog";
import { Dialog } from "@/components/ui/dialog";
import type { PairShortcut } from "@/lib/shortcuts/table";

/** Every key of the screen of pairs as this person has it, from the table that the keys come from. */
export function PairHelp({
  table,
  hasSingleKeys,
  isOpen,
  onClose,
}: {
  table: readonly PairShortcut[];
  hasSingleKeys: boolean;
  isOpen: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog title="Keys" isOpen={isOpen} onOpenChange={(next) => !next && onClose()}>
      {!hasSingleKeys && (
        <p className="mb-4 text-sm">
          Keys of one character are off. Everything stands on a button, and in the list of commands.
        </p>
      )}
      {(["Answer", "Work"] as const).map((group) => (
        <section key={group} className="mb-5">
          <h3 className="mb-1.5 text-sm font-semibold">{group}</h3>
          <dl className="grid grid-cols-[7rem_1fr] gap-x-3 gap-y-1 text-sm">
            {table
              .filter((shortcut) => shortcut.group === group)
              .map((shortcut) => (
                <div key={shortcut.action} className="contents">
                  <dt className="flex flex-wrap gap-1">
                    <Keys shortcut={shortcut} hasSingleKeys={hasSingleKeys} />
                  </dt>
                  <dd>{shortcut.label}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <p className="text-sm text-ink-muted">
        Degrees and undo have the same keys as while you annotate. They can be changed on{" "}
        <a className="link" href="/account#keys">
          your account page
        </a>
        .
      </p>
    </Dialog>
  );
}
