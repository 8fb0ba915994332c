import type { UploadProblem } from "@/components/imports/send-upload";

/** What could not be read, by file and line, with the reason; `count` tells of more than are listed. */
export function ProblemList({ problems, count }: { problems: readonly UploadProblem[]; count: number }) {
  return (
    <div className="max-h-72 overflow-y-auto rounded-md border border-border bg-surface">
      <table className="w-full text-left text-sm">
        <caption className="sr-only">What could not be read</caption>
        <thead>
          <tr className="text-xs text-ink-muted">
            <th scope="col" className="px-3 py-1.5 font-medium">
              File
            </th>
            <th scope="col" className="px-3 py-1.5 text-right font-medium">
              Line
            </th>
            <th scope="col" className="w-full px-3 py-1.5 font-medium">
              Reason
            </th>
          </tr>
        </thead>
        <tbody>
          {problems.map((problem, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and a line may have two problems
            <tr key={index} className="border-t border-border align-top">
              <td className="max-w-48 truncate px-3 py-1.5" title={problem.fileName}>
                {problem.fileName || "Pasted text"}
              </td>
              <td className="tabular px-3 py-1.5 text-right">{problem.line ?? "–"}</td>
              <td className="px-3 py-1.5 break-words">{problem.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {count > problems.length && (
        <p className="border-t border-border px-3 py-1.5 text-sm text-ink-muted">
          … and {count - problems.length} more.
        </p>
      )}
    </div>
  );
}
