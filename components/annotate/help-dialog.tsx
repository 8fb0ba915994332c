import { shortcuts } from "@/components/annotate/shortcuts";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

const groups = ["Read", "Mark", "Attribution", "Duplicate", "Move about", "Work"] as const;

/** Every key of the screen, from the same table that the keys themselves come from. */
export function HelpDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog title="Keys" size="lg" isOpen={isOpen} onOpenChange={(next) => !next && onClose()}>
      <div className="columns-1 gap-8 sm:columns-2">
        {groups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-sm font-semibold">{group}</h3>
            <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1 text-sm">
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.action} className="contents">
                    <dt className="flex flex-wrap gap-1">
                      {shortcut.shown ? (
                        <Kbd>{shortcut.shown}</Kbd>
                      ) : (
                        shortcut.keys.map((key) => <Kbd key={key}>{key.replace("Arrow", "")}</Kbd>)
                      )}
                    </dt>
                    <dd>{shortcut.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="text-sm text-ink-muted">
        To move a mark: select it (a press on it, or m), move the borders with the arrows or draw a new
        selection, then press w. Keys rest while you type in a field; Esc leads back to the text.
      </p>
    </Dialog>
  );
}
