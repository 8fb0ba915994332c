"use client";

import { useTransition } from "react";
import { type ArrangeActions, ArrangeBar } from "@/components/articles/arrange-bar";
import { formOf } from "@/components/articles/form-of";
import type { FormAction } from "@/components/forms/action-form";
import { reaching } from "@/components/forms/reaching";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { ArticleDto } from "@/lib/articles/facts-schema";
import type { Assignee } from "@/lib/slots/arrange-schema";

export type DeskActions = ArrangeActions & { gold: FormAction<null> };

/** How one article is given out, for whoever assigns: to whom, when, to everybody, or as gold. */
export function ArticleDesk({
  slug,
  article,
  people,
  actions,
}: {
  slug: string;
  article: ArticleDto;
  people: readonly Assignee[];
  actions: DeskActions;
}) {
  const toast = useToast();
  const [isPending, startTransition] = useTransition();
  const goldLayer = article.layers.find((layer) => layer.kind === "gold");
  const isGold = article.desk?.isGold === true;
  const isMaking = !isGold && goldLayer?.state === "open";

  async function gold(op: "make" | "finish" | "end"): Promise<string | undefined> {
    const result = await reaching(actions.gold)(null, formOf({ slug, articleId: article.id, op }));
    if (!result.ok) return result.message;
    toast({ title: result.message ?? "Done", tone: "success" });
    return undefined;
  }
  const finish = () =>
    startTransition(async () => {
      const problem = await gold("finish");
      if (problem) toast({ title: problem, tone: "danger" });
    });
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap gap-1.5 empty:hidden">
        {article.isCalibration && <Badge>Calibration</Badge>}
        {isGold && <Badge>Gold in use</Badge>}
        {isMaking && <Badge tone="warning">Gold being made</Badge>}
      </p>
      <ArrangeBar
        slug={slug}
        articleIds={[article.id]}
        people={people}
        actions={actions}
        priority={article.desk?.priority ?? 0}
      />
      <div className="flex flex-wrap items-center gap-2">
        {isMaking && (
          <Button size="sm" variant="primary" disabled={isPending} onClick={finish}>
            Put the gold to use
          </Button>
        )}
        {isGold || isMaking ? (
          <ConfirmDialog
            trigger={<Button size="sm">End the gold</Button>}
            title="End the use of this gold?"
            description="Nobody is measured on this article any more. What was measured stays."
            confirmLabel="End it"
            onConfirm={() => gold("end")}
          />
        ) : (
          <ConfirmDialog
            trigger={<Button size="sm">Make gold</Button>}
            title="Measure annotators on this article?"
            description={
              article.stage === "done"
                ? "Its final marks are the gold. Annotators who have not had it are given it now and then, as if it were any other article, and it is hidden from them that it is finished."
                : "You annotate the gold yourself, in a layer of its own. Nobody else is given the article meanwhile."
            }
            confirmLabel="Make gold"
            onConfirm={() => gold("make")}
          />
        )}
      </div>
    </div>
  );
}
