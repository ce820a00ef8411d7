export type { CliIo } from "./cli-io.js";
export { main } from "./main.js";
