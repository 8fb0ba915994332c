"use client";

import { createContext, type ReactNode, useContext, useState } from "react";
import { RowBox } from "@/components/bulk/row-box";

type Selection = {
  chosen: readonly string[];
  toggle: (id: string) => void;
  set: (ids: readonly string[]) => void;
};
const SelectionContext = createContext<Selection | null>(null);

/** Holds which articles of the list are ticked. */
export function ArticleSelection({ children }: { children: ReactNode }) {
  const [chosen, set] = useState<readonly string[]>([]);
  const toggle = (id: string) =>
    set((now) => (now.includes(id) ? now.filter((one) => one !== id) : [...now, id]));
  return <SelectionContext value={{ chosen, toggle, set }}>{children}</SelectionContext>;
}

/** The ticked articles; only inside an `ArticleSelection`. */
export function useSelection(): Selection {
  const selection = useContext(SelectionContext);
  if (!selection) throw new Error("useSelection needs an ArticleSelection above it.");
  return selection;
}

/** The box that ticks an article in its row. */
export function SelectArticle({ id, title }: { id: string; title: string }) {
  const { chosen, toggle } = useSelection();
  return (
    <span className="relative z-10">
      <RowBox label={`Choose ${title}`} isTicked={chosen.includes(id)} onToggle={() => toggle(id)} />
    </span>
  );
}

/** The box that ticks every article of the page, or none. */
export function SelectAll({ ids }: { ids: readonly string[] }) {
  const { chosen, set } = useSelection();
  const isAll = ids.length > 0 && ids.every((id) => chosen.includes(id));
  return <RowBox label="Choose all on this page" isTicked={isAll} onToggle={() => set(isAll ? [] : ids)} />;
}
