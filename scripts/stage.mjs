// Lays the SDK out as it is published, after `tsc -b`: `node scripts/stage.mjs [folder]`, by default where `npm publish` looks.
import { join, resolve } from "node:path";
import { root } from "./lib/run.mjs";
import { stageSdk } from "./lib/stage-sdk.mjs";

const [, , folder] = process.argv;
await stageSdk(folder === undefined ? join(root, "packages/sdk/publish") : resolve(folder));
