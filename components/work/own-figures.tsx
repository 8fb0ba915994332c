import { Link } from "@/components/ui/link";
import type { GoldPerson } from "@/lib/slots/gold-schema";
import type { OwnLimits } from "@/lib/slots/schema";
import { durationText } from "@/lib/slots/time-schema";

/** One's own time, limits and, where the project tells it, standing on gold, in one line of figures. */
export function OwnFigures({
  slug,
  time,
  limits,
  gold,
}: {
  slug: string;
  time: { week: number; total: number };
  limits: OwnLimits;
  gold: GoldPerson | null;
}) {
  const figures = [
    ["Time this week", durationText(time.week)],
    ["In all", durationText(time.total)],
    ...(limits.mostOpen !== null ? [["In hand", `${limits.open} of at most ${limits.mostOpen}`]] : []),
    ...(limits.mostPerWeek !== null
      ? [["Taken this week", `${limits.week} of at most ${limits.mostPerWeek}`]]
      : []),
    ...(gold?.exact != null ? [["Mean F1 on gold", gold.exact.toFixed(2).replace(/^0/, "")]] : []),
  ];
  return (
    <div className="mb-6 flex flex-wrap items-baseline gap-x-8 gap-y-1 text-sm">
      <dl className="flex flex-wrap gap-x-8 gap-y-1">
        {figures.map(([label, value]) => (
          <div key={label} className="flex items-baseline gap-1.5">
            <dt className="text-ink-muted">{label}</dt>
            <dd className="tabular font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <Link href={`/projects/${slug}/work/own-time`} className="link">
        Your time by article
      </Link>
    </div>
  );
}
