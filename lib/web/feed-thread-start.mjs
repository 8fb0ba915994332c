// Starts feed-thread.ts in a worker thread: tsx takes no worker's --import flag, so it is registered here.

import { register as registerRequire } from "tsx/cjs/api";
import { register } from "tsx/esm/api";

registerRequire();
register();
await import("./feed-thread.ts");
