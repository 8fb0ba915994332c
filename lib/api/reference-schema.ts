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
  status: number;
  parameters: ReferenceParameter[];
  body: ReferenceField[];
  answer: ReferenceField[];
  /** The media type of an answer that is a file. */
  produces: string | null;
  curl: string;
  example: string | null;
};

/** One part of the API, and the names of all parts. */
export type Reference = {
  tag: ApiTag;
  tags: { name: ApiTag; count: number }[];
  operations: ReferenceOperation[];
};
