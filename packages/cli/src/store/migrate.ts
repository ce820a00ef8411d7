import type { Command } from "commander";

import type { CliIo } from "../cli-io.js";
import { chooseStore, tellOfWaits, withStoreFlags, type StoreFlags } from "./store-flags.js";

/** `honeyhive store migrate` */
export function addMigrateCommand(store: Command, io: CliIo): void {
  withStoreFlags(
    store
      .command("migrate")
      .description("Bring the tables up to date, as each server does when it starts."),
  ).action(async (flags: StoreFlags) => {
    const { migrateStore } = await import("@honeyhive/server/maintenance");
    const applied = await migrateStore(chooseStore(flags, io), tellOfWaits(io));
    if (flags.json === true) io.stdout(`${JSON.stringify({ applied })}\n`);
    else if (applied.length === 0) io.stdout("The tables were up to date.\n");
    else io.stdout(`Applied ${applied.map((version) => `version ${version}`).join(", ")}.\n`);
  });
}
