import type { FormAction } from "@/components/forms/action-form";
import { BuildForm } from "@/components/releases/build-form";
import { BuilderFilters } from "@/components/releases/builder-filters";
import { LeavesCard } from "@/components/releases/leaves-card";
import { LicenceCard } from "@/components/releases/licence-card";
import { TrialCard } from "@/components/releases/trial-card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { formatNames } from "@/lib/formats/carries";
import { formats } from "@/lib/formats/formats";
import { type BuilderDto, optionFields, type ReleaseOptions } from "@/lib/releases/schema";
import { isTriable, type TrialDto } from "@/lib/releases/trial-schema";

const writable = formatNames
  .filter((name) => formats[name].write !== null)
  .map((name) => ({ name, title: formats[name].title }));

/** The page on which a release is put together: what to take, what that is and whose, and its name. */
export function BuilderView({
  slug,
  options,
  built,
  create,
  noteLicence,
}: {
  slug: string;
  options: ReleaseOptions;
  built: BuilderDto & { trial: TrialDto | null };
  create: FormAction<null>;
  noteLicence: FormAction<null>;
}) {
  const base = `/projects/${slug}/releases`;
  const fields = optionFields(options);
  return (
    <>
      <PageHeader
        title="Build a release"
        lead="Choose what goes in and see what leaves the house before it is built."
        breadcrumb={<Breadcrumb items={[{ href: base, label: "Releases" }]} />}
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <BuilderFilters base={`${base}/new`} options={options} built={built} writable={writable} />
          <LicenceCard
            slug={slug}
            licences={built.licences}
            isMore={built.isMoreLicences}
            noteLicence={noteLicence}
          />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <LeavesCard built={built} options={options} />
          {isTriable(options) && built.preview.articles > 0 && (
            <TrialCard slug={slug} body={JSON.stringify(fields)} known={built.trial} />
          )}
          <BuildForm slug={slug} fields={fields} built={built} create={create} />
        </div>
      </div>
    </>
  );
}
