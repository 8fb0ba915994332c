import type { Desk } from "@/components/annotate/desk-state";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { isSingleKey, keyWords } from "@/lib/shortcuts/keymap";
import { type Shortcut, shortcutGroups } from "@/lib/shortcuts/table";

/** Every key of the screen, from the same table that the keys themselves come from. */
export function HelpDialog({ desk }: { desk: Desk }) {
  return (
    <Dialog
      title="Keys"
      size="lg"
      isOpen={desk.ui.dialog === "help"}
      onOpenChange={(next) => !next && desk.patch({ dialog: null })}
    >
      {!desk.hasSingleKeys && (
        <p className="mb-4 text-sm">
          You have turned keys of one character off. What has no other key stands in the list of commands:{" "}
          <Kbd>{desk.keyOf("palette")}</Kbd>
        </p>
      )}
      <div className="columns-1 gap-8 sm:columns-2">
        {shortcutGroups.map((group) => (
          <section key={group} className="mb-5 break-inside-avoid">
            <h3 className="mb-1.5 text-sm font-semibold">{group}</h3>
            <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1 text-sm">
              {desk.shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.action} className="contents">
                    <dt className="flex flex-wrap gap-1">
                      <Keys shortcut={shortcut} hasSingleKeys={desk.hasSingleKeys} />
                    </dt>
                    <dd>{shortcut.label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="text-sm text-ink-muted">
        To move a mark: select it (a press on it, or {desk.keyOf("next-mark")}), move the borders with the
        arrows or draw a new selection, then press {desk.keyOf("respan")}. Keys rest while you type in a
        field; Esc leads back to the text. They can be changed on{" "}
        <a className="link" href="/account#keys">
          your account page
        </a>
        .
      </p>
    </Dialog>
  );
}

/** The keys of one row; those that the reader has turned off are left out. */
export function Keys({
  shortcut,
  hasSingleKeys = true,
}: {
  shortcut: Pick<Shortcut, "keys">;
  hasSingleKeys?: boolean;
}) {
  const keys = shortcut.keys.filter((key) => hasSingleKeys || !isSingleKey(key));
  return keys.length > 0 ? (
    keys.map((key) => <Kbd key={key}>{keyWords(key)}</Kbd>)
  ) : (
    <span className="text-ink-muted">none</span>
  );
}
