import type { Command } from "commander";

import { withServerFlags, type ServerFlags } from "../ask-server.js";
import { CliError, exitCodes } from "../cli-error.js";
import type { CliIo } from "../cli-io.js";
import { findLocalServer } from "../local-server.js";
import { checkNode, checkPort, checkServer, checkStore, type Finding } from "./checks.js";

/** `honeyhive doctor`: whether this machine can run the server, and whether programs here reach theirs. */
export function addDoctorCommand(program: Command, io: CliIo): void {
  const command = program
    .command("doctor")
    .description("Check Node, the embedded store, the port, the server and the key.");
  withServerFlags(command).action(async (flags: ServerFlags) => {
    const server = { ...flags, ...(await findLocalServer(flags, io)) };
    const checks = [checkNode(), checkStore(), checkPort(io.env), ...checkServer(server, io.env)];
    const findings: Finding[] = [];
    for (const check of checks) {
      const finding = await check;
      findings.push(finding);
      if (flags.json !== true) io.stdout(render(finding));
    }
    if (flags.json === true) io.stdout(`${JSON.stringify(findings)}\n`);
    if (findings.some(({ state }) => state === "failed")) throw new CliError("", exitCodes.failed);
  });
}

function render({ name, state, message, help }: Finding): string {
  const mark = { ok: "ok  ", failed: "FAIL", skipped: "–   " }[state];
  const advice = help === undefined ? "" : `\n       ${help}`;
  return `${mark}  ${name}: ${message}${advice}\n`;
}
