import type { Desk } from "@/components/annotate/desk-state";
import { focusText } from "@/components/annotate/focus-text";
import { CommentsPanel } from "@/components/comments/comments-panel";
import { sliceCodePoints } from "@/lib/text/code-points";

/** The article's comments beside its text: a new one is about the words that `c` was pressed on; Escape leads back. */
export function CommentTab({ desk }: { desk: Desk }) {
  const { article, index, ui } = desk;
  const span = ui.remark?.span ?? null;
  return (
    <div className="p-3">
      <CommentsPanel
        place={{ articleId: article.articleId }}
        about={span && { versionId: article.versionId, ...span, quote: sliceCodePoints(index, span) }}
        onNoAbout={() => desk.patch({ remark: { span: null } })}
        focusOn={ui.remark}
        onLeave={() => {
          desk.patch({ remark: null, narrowPanel: "text" });
          focusText();
        }}
        drawQuote={(quote) =>
          quote.versionId === article.versionId ? (
            <button
              type="button"
              className="link text-left"
              onClick={() =>
                desk.patch({
                  cursor: { span: { start: quote.start, end: quote.end }, level: null },
                  currentId: null,
                  narrowPanel: "text",
                })
              }
            >
              “{quote.quote}”
            </button>
          ) : (
            <>“{quote.quote}” (in another version of the text)</>
          )
        }
      />
    </div>
  );
}
