import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextInput } from "@/components/forms/form-text-input";
import { FormDialog } from "@/components/sources/form-dialog";
import { RemoveButton } from "@/components/sources/remove-button";
import type { SourceActions } from "@/components/sources/source-actions";
import { SourceLink } from "@/components/sources/source-link";
import { SourcePicker } from "@/components/sources/source-picker";
import { Card } from "@/components/ui/card";
import type { AffiliationDto, SourceDto } from "@/lib/sources/schema";
import { aliasKinds, labelOf } from "@/lib/vocabulary";

/** A source's other names, domains, affiliations and merges, each to be added and taken away by who may change it. */
export function SourceTies({
  source,
  canChange,
  actions,
}: {
  source: SourceDto;
  canChange: boolean;
  actions: SourceActions;
}) {
  const hidden = { sourceId: source.id };
  const add = {
    button: "Add",
    submitLabel: "Add",
    size: "sm",
    variant: "ghost",
    icon: <Plus />,
    hidden,
  } as const;
  return (
    <>
      <Card
        title="Also known as"
        actions={
          canChange && (
            <FormDialog {...add} title="Add a name" action={actions.addAliasAction}>
              <FormTextInput name="name" label="Name" required autoComplete="off" />
              <FormSelect name="kind" label="What kind of name" defaultValue="name">
                {aliasKinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {labelOf(kind)}
                  </option>
                ))}
              </FormSelect>
            </FormDialog>
          )
        }
      >
        {source.aliases.length === 0 && <Ties empty="No other name is known.">{[]}</Ties>}
        {aliasKinds
          .filter((kind) => source.aliases.some((alias) => alias.kind === kind))
          .map((kind) => (
            <section key={kind} aria-label={labelOf(kind)} className="mb-2">
              <h3 className="text-xs text-ink-muted">{labelOf(kind)}</h3>
              <Ties empty="">
                {source.aliases
                  .filter((alias) => alias.kind === kind)
                  .map((alias) => (
                    <Tie
                      key={alias.id}
                      remove={
                        canChange && (
                          <RemoveButton
                            label={`Remove the name ${alias.name}`}
                            action={actions.removeAliasAction}
                            hidden={{ ...hidden, aliasId: alias.id }}
                          />
                        )
                      }
                    >
                      {alias.name}
                    </Tie>
                  ))}
              </Ties>
            </section>
          ))}
        {source.mergedNames.length > 0 && (
          <section aria-label="By merges">
            <h3 className="text-xs text-ink-muted">By merges</h3>
            <Ties empty="">
              {source.mergedNames.map((one) => (
                <Tie key={one.id} detail={one.name === one.of ? undefined : `of ${one.of}`}>
                  {one.name}
                </Tie>
              ))}
            </Ties>
          </section>
        )}
      </Card>
      <Card
        title="Domains"
        actions={
          canChange && (
            <FormDialog {...add} title="Add a domain" action={actions.addDomainAction}>
              <FormTextInput
                name="domain"
                label="Domain or address"
                help="Such as harbourpost.example"
                required
                autoComplete="off"
              />
            </FormDialog>
          )
        }
      >
        <Ties empty="No web domain is known.">
          {source.domains.map((domain) => (
            <Tie
              key={domain}
              remove={
                canChange && (
                  <RemoveButton
                    label={`Remove ${domain}`}
                    action={actions.removeDomainAction}
                    hidden={{ ...hidden, domain }}
                  />
                )
              }
            >
              {domain}
            </Tie>
          ))}
        </Ties>
      </Card>
      <Card
        title="Belongs to"
        actions={
          canChange && (
            <FormDialog {...add} title="Add what it belongs to" action={actions.addAffiliationAction}>
              <SourcePicker name="parentId" label="Belongs to" exceptId={source.id} />
              <Period />
            </FormDialog>
          )
        }
      >
        <p className="mb-2 text-sm text-ink-muted">
          Two origins of which one belongs to the other, or both to a third, count as dependent.
        </p>
        <Ties empty="Nothing is known.">
          {source.parents.map((parent) => (
            <Tie
              key={parent.id}
              detail={periodOf(parent)}
              remove={
                canChange && (
                  <AffiliationButtons
                    affiliation={parent}
                    hidden={{ ...hidden, affiliationId: parent.id }}
                    actions={actions}
                  />
                )
              }
            >
              <SourceLink {...parent.other} />
            </Tie>
          ))}
        </Ties>
        {source.children.length > 0 && (
          <>
            <h3 className="mt-4 mb-1 text-sm font-medium">Belong to it</h3>
            <Ties empty="">
              {source.children.map((child) => (
                <Tie key={child.id} detail={periodOf(child)}>
                  <SourceLink {...child.other} />
                </Tie>
              ))}
            </Ties>
          </>
        )}
        {source.merged.length > 0 && (
          <>
            <h3 className="mt-4 mb-1 text-sm font-medium">Merged into it</h3>
            <Ties empty="">
              {source.merged.map((one) => (
                <Tie key={one.id}>
                  <SourceLink {...one} />
                </Tie>
              ))}
            </Ties>
          </>
        )}
      </Card>
    </>
  );
}

function AffiliationButtons({
  affiliation,
  hidden,
  actions,
}: {
  affiliation: AffiliationDto;
  hidden: Readonly<Record<string, string>>;
  actions: SourceActions;
}) {
  const { name } = affiliation.other;
  return (
    <span className="flex shrink-0 items-center">
      <FormDialog
        title={`When it belonged to ${name}`}
        description="An end keeps what was true until then: corroboration asks what held when an article came out."
        button="Dates…"
        size="sm"
        variant="ghost"
        submitLabel="Save"
        action={actions.editAffiliationAction}
        hidden={hidden}
      >
        <Period affiliation={affiliation} />
      </FormDialog>
      <RemoveButton
        label={`Remove: belongs to ${name}`}
        action={actions.removeAffiliationAction}
        hidden={hidden}
      />
    </span>
  );
}

function Period({ affiliation }: { affiliation?: AffiliationDto }) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <FormTextInput
        name="fromDate"
        type="date"
        label="From"
        isOptional
        defaultValue={affiliation?.fromDate ?? ""}
      />
      <FormTextInput
        name="toDate"
        type="date"
        label="Until"
        isOptional
        defaultValue={affiliation?.toDate ?? ""}
      />
    </div>
  );
}

function Ties({ empty, children }: { empty: string; children: ReactNode[] }) {
  if (children.length === 0) return <p className="text-sm text-ink-muted">{empty}</p>;
  return <ul className="flex flex-col">{children}</ul>;
}

function Tie({ detail, remove, children }: { detail?: string; remove?: ReactNode; children: ReactNode }) {
  return (
    <li className="flex min-h-8 items-center justify-between gap-2 text-sm">
      <span className="min-w-0 break-words">
        {children}
        {detail && <span className="text-ink-muted"> · {detail}</span>}
      </span>
      {remove}
    </li>
  );
}

function periodOf({ fromDate, toDate }: AffiliationDto): string | undefined {
  if (fromDate && toDate) return `${fromDate} to ${toDate}`;
  if (fromDate) return `since ${fromDate}`;
  return toDate ? `until ${toDate}` : undefined;
}
