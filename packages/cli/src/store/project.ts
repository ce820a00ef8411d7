import { InvalidArgumentError, type Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { CliError, exitCodes } from "../cli-error.js";
import { formatPlural } from "../output/format.js";
import { quoteWord } from "../output/quote-word.js";
import { chooseStore, tellOfWaits, withStoreFlags, type StoreFlags } from "./store-flags.js";

/** `honeyhive store retain <project> <days>` and `honeyhive store erase <project>`. */
export function addProjectCommands(store: Command, io: CliIo): void {
  withStoreFlags(
    store
      .command("retain <project>")
      .description(
        "Keep a project's stored events for so many days after their start, and no longer.",
      )
      .requiredOption("--days <days>", "0 keeps them for ever", parseDays),
  ).action(async (project: string, flags: StoreFlags & { readonly days: number }) => {
    const { retainProject } = await import("@honeyhive/server/maintenance");
    const place = { store: chooseStore(flags, io), project, ...tellOfWaits(io) };
    await retainProject(place, flags.days);
    const { days } = flags;
    const span = days === 0 ? "for ever" : `for ${formatPlural(days, "day")} after their start`;
    say(flags, io, { project, days }, `The events that ${project} has are kept ${span}.`);
    if (flags.json !== true) {
      io.stderr(
        `For those to come: HONEYHIVE_RETENTION_PROJECTS=${quoteWord(`${project}=${days}`)} honeyhive serve\n`,
      );
    }
  });
  withStoreFlags(
    store
      .command("erase <project>")
      .description("Remove everything that a project has, for good. Its keys stay.")
      .option("--yes", "I mean it"),
  ).action(async (project: string, flags: StoreFlags & { readonly yes?: boolean }) => {
    if (flags.yes !== true) throw unconfirmed(project);
    const { eraseProject } = await import("@honeyhive/server/maintenance");
    await eraseProject({ store: chooseStore(flags, io), project, ...tellOfWaits(io) });
    say(
      flags,
      io,
      { project, erased: true },
      `Erased everything that ${project} had but its keys.`,
    );
  });
}

function say({ json }: StoreFlags, io: CliIo, done: object, told: string): void {
  io.stdout(json === true ? `${JSON.stringify(done)}\n` : `${told}\n`);
}

function unconfirmed(project: string): CliError {
  return new CliError(
    `Expected --yes, because only a backup brings back what \`${project}\` has. ` +
      "Make one with `honeyhive store backup <directory>`, then say --yes.",
    exitCodes.usage,
  );
}

function parseDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days <= 36_500) return days;
  throw new InvalidArgumentError(`Expected whole days from 0 to 36500, got \`${text}\`.`);
}
