/** Where a text of an article is compared with the one before it. */
export function versionHref({
  projectSlug,
  articleId,
  number,
}: {
  projectSlug: string;
  articleId: string;
  number: number;
}): string {
  return `/projects/${projectSlug}/articles/${articleId}/versions?from=${number - 1}&to=${number}#comparison`;
}
