import type { ApiCall } from "./call";
import type { Person, World } from "./world";

/** A call that is right, by whoever may; whatever it needs is made first. */
export type GoodCall = ApiCall & { as: Person };
/** Valid calls by the operation's id. */
export type GoodCalls = Record<string, (world: World) => Promise<GoodCall>>;
