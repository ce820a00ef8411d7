import type * as original from "../detect/resource.js";

/** What is known of the program: there is no machine to ask. */
export const obtainResource: typeof original.obtainResource = (known) => ({
  "telemetry.sdk.language": "webjs",
  "telemetry.sdk.name": "honeyhive",
  ...known,
});

export const gitAttributes: typeof original.gitAttributes = () => Promise.resolve({});
