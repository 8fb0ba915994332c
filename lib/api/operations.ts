import "server-only";
import { accountOperations } from "@/lib/api/nouns/account";
import { memberOperations } from "@/lib/api/nouns/members";
import { projectOperations } from "@/lib/api/nouns/projects";
import type { Operation } from "@/lib/api/operation";

/** Everything that the API can do: routes, OpenAPI, its page and its test are all read from here. */
export const operations: readonly Operation[] = [
  ...accountOperations,
  ...projectOperations,
  ...memberOperations,
];
