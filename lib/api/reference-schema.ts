import type { ApiTag, Method } from "@/lib/api/operation";

/** A field of a body or an answer in a flat list: `depth` says how far inside it stands. */
export type ReferenceField = { name: string; type: string; isRequired: boolean; depth: number };
export type ReferenceParameter = { name: string; place: string; type: string; isRequired: boolean };

/** An operation as the API's page shows it. */
export type ReferenceOperation = {
  id: string;
  method: Method;
  path: string;
  summary: string;
  detail: string;
  scope: string;
  /** Who may do it, in words. */
  who: string;
  status: number;
  parameters: ReferenceParameter[];
  body: ReferenceField[];
  answer: ReferenceField[];
  /** The media type of an answer that is a file. */
  produces: string | null;
  curl: string;
  example: string | null;
};

/** A part of the API, or what was found by words in all of them; `total` counts the operations that there are. */
export type Reference = {
  /** Null where words were looked for. */
  tag: ApiTag | null;
  words: string;
  total: number;
  tags: { name: ApiTag; count: number }[];
  parts: { tag: ApiTag; operations: ReferenceOperation[] }[];
};
