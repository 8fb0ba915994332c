import { CircleAlert, CircleHelp, OctagonMinus, TriangleAlert } from "lucide-react";
import type { Desk } from "@/components/annotate/desk-state";
import { marksById } from "@/components/annotate/mark-lookup";
import { mainRole, shorten, wordsOf } from "@/components/annotate/marks";
import { goToProblem } from "@/components/annotate/move-actions";
import { type Problem, problemKey } from "@/components/annotate/problems";
import { Kbd } from "@/components/ui/kbd";

const signs = { error: CircleAlert, warning: TriangleAlert, hint: CircleHelp } as const;
const tones = { error: "text-danger", warning: "text-warning", hint: "text-ink-muted" } as const;
const spoken = { error: "Contradiction", warning: "Open", hint: "Odd" } as const;

/** How serious a problem is, as a sign with its word; what the project has stop a submission has a sign of its own. */
export function ProblemSign({ problem }: { problem: Pick<Problem, "severity" | "isBlocking"> }) {
  const Sign = problem.isBlocking ? OctagonMinus : signs[problem.severity];
  const words = problem.isBlocking ? "Stops the submission" : spoken[problem.severity];
  return (
    <span title={words} className="mt-0.5 shrink-0">
      <Sign
        aria-hidden="true"
        className={`size-4 ${problem.isBlocking ? tones.error : tones[problem.severity]}`}
      />
      <span className="sr-only">{words}: </span>
    </span>
  );
}

/** What is inconsistent or unfinished, in reading order: each a button that leads to its mark. */
export function ProblemList({
  desk,
  problems = desk.problems,
  onJump,
}: {
  desk: Desk;
  problems?: readonly Problem[];
  /** Called after a jump, as where the list stands in a dialog. */
  onJump?: () => void;
}) {
  if (problems.length === 0) return <p className="px-3 py-3 text-sm text-ink-muted">Nothing is open.</p>;
  const marks = marksById(desk.marks);
  const isWhole = problems === desk.problems;
  const blocking = problems.filter((problem) => problem.isBlocking).length;
  return (
    <>
      {isWhole && (
        <p className="flex flex-wrap items-center gap-1.5 px-3 pt-2 text-xs text-ink-muted">
          <Kbd>{desk.keyOf("problem")}</Kbd> goes to the next.
          {blocking > 0 &&
            ` ${blocking === 1 ? "One stops" : `${blocking} stop`} the submission in this project.`}
        </p>
      )}
      <ol className="py-1">
        {problems.map((problem) => {
          const mark = marks.get(problem.markId);
          if (!mark) return null;
          const { annotation } = mark;
          return (
            <li key={problemKey(problem)}>
              <button
                type="button"
                aria-current={problem.markId === desk.ui.currentId || undefined}
                onClick={() => {
                  goToProblem(desk, problem);
                  desk.patch({ narrowPanel: "mark" });
                  onJump?.();
                }}
                className="flex w-full gap-2 px-3 py-1.5 text-left text-sm hover:bg-surface-hover aria-[current]:bg-accent-soft"
              >
                <ProblemSign problem={problem} />
                <span className="min-w-0">
                  <span className="block">{problem.message}</span>
                  <span className="block truncate text-ink-muted" dir="auto">
                    {shorten(wordsOf(annotation, mainRole(annotation)), 60)}
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}
