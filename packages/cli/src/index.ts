export type { CliIo } from "./cli-io.js";
export { announceLocalServer, type LocalServer } from "./local-server.js";
export { main } from "./main.js";
