/** Calls of the actions of a project's own attributes and its guideline, for the table of those who may not. */
export function attributeCalls<P>({ slug, noManager }: { slug: string; noManager: readonly P[] }) {
  const [attributes, guideline] = ["projects/[slug]/attributes", "projects/[slug]/guideline/edit"];
  const empty = '{"type":"doc","content":[{"type":"paragraph"}]}';
  const refused = noManager;
  return {
    [`${attributes} previewAttributesAction`]: { refused, plain: [{ slug }] },
    [`${attributes} publishAttributesAction`]: { refused, plain: [{ slug, revision: 1, note: "" }] },
    [`${attributes} saveAttributesAction`]: { refused, plain: [{ slug, revision: 1, json: "[]" }] },
    [`${guideline} publishGuidelineAction`]: { refused, plain: [{ slug, revision: 1, note: "" }] },
    "projects/[slug]/guideline keepMarksAction": {
      refused,
      form: {
        action: "keep",
        slug,
        id: "0195a000-0000-7000-8000-000000000001",
        number: "1",
        anchor: "claim",
      },
    },
    [`${guideline} saveDraftAction`]: { refused, plain: [{ slug, revision: 1, json: empty }] },
  };
}
