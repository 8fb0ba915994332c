import { getArticleText } from "@/lib/articles/get-article-text";
import { twinTextQuery } from "@/lib/passages/schema";
import { route } from "@/lib/route";

export const GET = route({ query: twinTextQuery }, ({ actor, query }) =>
  getArticleText(actor, query.versionId),
);
