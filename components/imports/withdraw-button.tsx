"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { batchCalls, readRestingWork } from "@/components/imports/batch-calls";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { Link } from "@/components/ui/link";

/** Taking an import back; where work rests on it, which articles and why. */
export function WithdrawButton({ slug, batchId }: { slug: string; batchId: string }) {
  const router = useRouter();
  const [resting, setResting] = useState<ReturnType<typeof readRestingWork>>([]);
  const [problem, setProblem] = useState<string>();
  async function withdraw() {
    const answer = await batchCalls(slug, batchId).withdraw();
    if (answer.ok) {
      router.refresh();
      return;
    }
    const articles = readRestingWork(answer.error.details);
    if (articles.length === 0) return answer.error.message;
    setResting(articles);
    setProblem(answer.error.message);
  }
  return (
    <div className="flex flex-col items-start gap-3">
      <ConfirmDialog
        trigger={<Button>Withdraw this import</Button>}
        title="Withdraw this import?"
        description="Its articles leave the project, all or none. Only possible while nobody has taken one of them."
        confirmLabel="Withdraw"
        isDanger
        onConfirm={withdraw}
      />
      {problem && (
        <ErrorNote title={problem}>
          <ul className="mt-1 flex max-h-60 flex-col gap-0.5 overflow-y-auto text-sm">
            {resting.map((article) => (
              <li key={article.articleId}>
                <Link className="link" href={`/projects/${slug}/articles/${article.articleId}`}>
                  {article.title}
                </Link>
                : {article.reasons.join(", ")}
              </li>
            ))}
          </ul>
        </ErrorNote>
      )}
    </div>
  );
}
