"use client";

import { startTransition, useState } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import type { Theme } from "@/lib/theme";

const options = [
  { value: "system", label: "Like the device" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
] as const;

/** The theme of this browser, changed at once. */
export function ThemeChoice({
  theme,
  setTheme,
}: {
  theme: Theme;
  setTheme: (theme: Theme) => Promise<void>;
}) {
  const [chosen, setChosen] = useState<Theme>(theme);
  function choose(next: Theme) {
    setChosen(next);
    document.documentElement.dataset.theme = next;
    startTransition(() => setTheme(next));
  }
  return <SegmentedControl label="Theme" options={options} value={chosen} onChange={choose} />;
}
