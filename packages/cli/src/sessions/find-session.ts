import { isUuid, type Client } from "@honeyhive/contract";

import { CliError } from "../cli-error.js";

/** The id of a session: given as such, as `latest`, or as a name, whose latest session it is. */
export async function findSession(call: Client, reference: string): Promise<string> {
  const isId: boolean = isUuid(reference);
  if (isId) return reference;
  const named = { field: "event_name", operator: "is", value: reference } as const;
  const filters = [
    { field: "event_type", operator: "is", value: "session" } as const,
    ...(reference === "latest" ? [] : [named]),
  ];
  const { events } = await call("exportEvents", { body: { filters, limit: 1, totalUpTo: 1 } });
  const [session] = events;
  if (session !== undefined) return session.session_id;
  throw new CliError(
    `Expected a session by its id or name, or \`latest\`, got "${reference}", which names none. ` +
      "`honeyhive sessions list` shows what there is.",
  );
}
