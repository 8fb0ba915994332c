import type { FormAction } from "@/components/forms/action-form";
import { FormTextInput } from "@/components/forms/form-text-input";
import { FormDialog } from "@/components/sources/form-dialog";
import { Card } from "@/components/ui/card";
import type { SourceDto } from "@/lib/sources/schema";

/** Under which terms a publisher's texts may be passed on: said in every release that holds them. */
export function SourceTerms({
  source,
  canEdit,
  action,
}: {
  source: SourceDto;
  canEdit: boolean;
  action: FormAction<null>;
}) {
  return (
    <Card
      title="Terms of its texts"
      actions={
        canEdit && (
          <FormDialog
            title={`Terms of ${source.name}`}
            description="Said in every release that holds its texts. An article’s own terms, among its facts, stand before these."
            button="Note…"
            size="sm"
            submitLabel="Note"
            action={action}
            hidden={{ sourceId: source.id }}
          >
            <FormTextInput
              name="licence"
              label="Terms"
              defaultValue={source.licence}
              placeholder="For example CC BY 4.0, or “by contract, no texts”"
              maxLength={1_000}
            />
          </FormDialog>
        )
      }
    >
      {source.licence ? (
        <p className="text-sm break-words">{source.licence}</p>
      ) : (
        <p className="text-sm text-ink-muted">
          Nobody has noted under which terms its texts may be passed on.
        </p>
      )}
    </Card>
  );
}
