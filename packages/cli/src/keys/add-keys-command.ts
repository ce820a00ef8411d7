import { keyScopes, type ApiKey, type KeyScope } from "@honeyhive/contract";
import { InvalidArgumentError, type Command } from "commander";

import { askServer, withServerFlags, type ServerFlags } from "../ask-server.js";
import type { CliIo } from "../cli-io.js";
import { formatTime } from "../output/format.js";
import { printLines } from "../output/print-lines.js";
import { tableLines, type Column } from "../output/table.js";

const help = `
The key that asks (HH_API_KEY or --api-key) needs the scope admin. The server's own key, which
\`honeyhive dev\` prints, reaches every project.

Examples:
  $ honeyhive keys create ci                               may read and write
  $ honeyhive keys create collector --scopes write         may send, and see nothing
  $ honeyhive keys create web --project shop --scopes read
  $ honeyhive keys list
  $ honeyhive keys revoke 6b0179cc394e843625530cb0
`;

interface KeysFlags extends ServerFlags {
  readonly project?: string;
}

interface CreateFlags extends KeysFlags {
  readonly scopes?: readonly KeyScope[];
}

/** `honeyhive keys create <name>`, `list` and `revoke <key-id>`. */
export function addKeysCommand(program: Command, io: CliIo): void {
  const keys = program
    .command("keys")
    .description("Create, list and revoke API keys.")
    .addHelpText("after", help);
  const command = (usage: string, description: string): Command =>
    withServerFlags(keys.command(usage).description(description)).option(
      "--project <name>",
      "default: the project of the key that asks",
    );
  command("create <name>", "Create a key and show it, this once.")
    .option("--scopes <scopes>", "read, write, admin, with commas (default read,write)", readScopes)
    .action(async (name: string, { project, scopes, ...flags }: CreateFlags) => {
      const body = { name, project, scopes };
      const created = await askServer(flags, io, (call) => call("createKey", { body }));
      if (flags.json === true) return io.stdout(`${JSON.stringify(created)}\n`);
      const { key, api_key: secret } = created;
      io.stderr(
        `A key of project ${key.project} that may ${key.scopes.join(" and ")}; keep it, it is not shown again. ` +
          `To take it back: honeyhive keys revoke ${key.key_id}\n`,
      );
      return io.stdout(`${secret}\n`);
    });
  command("list", "The keys of a project, without the keys themselves.").action(
    async ({ project, ...flags }: KeysFlags) => {
      const query = { project };
      const { keys: found } = await askServer(flags, io, (call) => call("listKeys", { query }));
      if (flags.json === true) return io.stdout(`${JSON.stringify(found)}\n`);
      if (found.length === 0) return io.stderr("No keys. Make one: honeyhive keys create ci\n");
      const lines = tableLines(keyColumns, found, io.tableWidth);
      return printLines(io, lines);
    },
  );
  command("revoke <key-id>", "Revoke a key.").action(
    async (key_id: string, { project, ...flags }: KeysFlags) => {
      const input = { params: { key_id }, query: { project } };
      const answer = await askServer(flags, io, (call) => call("revokeKey", input));
      if (flags.json === true) io.stdout(`${JSON.stringify(answer)}\n`);
      else io.stderr(`The key ${key_id} is revoked: what comes with it is refused.\n`);
    },
  );
}

const keyColumns: readonly Column<ApiKey>[] = [
  { title: "KEY ID", cell: ({ key_id: id }) => id },
  { title: "SCOPES", cell: ({ scopes }) => scopes.join(",") },
  { title: "CREATED (UTC)", cell: ({ created_at: created }) => formatTime(created) },
  { title: "KEY", isOptional: true, cell: ({ prefix }) => `${prefix}…` },
  { title: "NAME", cell: ({ name }) => name },
];

function readScopes(text: string): KeyScope[] {
  return text.split(",").map((part) => {
    const scope = keyScopes.find((known) => known === part.trim());
    if (scope !== undefined) return scope;
    throw new InvalidArgumentError(`Expected ${keyScopes.join(", ")}, got \`${part}\`.`);
  });
}
