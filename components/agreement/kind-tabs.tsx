import { LinkTabs } from "@/components/ui/link-tabs";
import { labelOf } from "@/lib/vocabulary";

/** One kind of mark at a time, each at its own address. */
export function KindTabs({
  kinds,
  current,
  hrefOf,
}: {
  kinds: readonly string[];
  current: string;
  hrefOf: (kind: string) => string;
}) {
  if (kinds.length < 2) return null;
  const tabs = kinds.map((kind) => ({
    href: hrefOf(kind),
    label: `${labelOf(kind)}s`,
    isCurrent: kind === current,
  }));
  return <LinkTabs label="Kinds of marks" tabs={tabs} />;
}
