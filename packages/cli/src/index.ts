export type { CliIo } from "./cli-io.js";
export { announceLocalServer, findLocalServer, type LocalServer } from "./local-server.js";
export { main } from "./main.js";
