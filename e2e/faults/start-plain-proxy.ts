import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { routes } from "@honeyhive/contract";

export interface PlainProxy extends AsyncDisposable {
  readonly url: string;
  /** Answers of runs that were cut down to what HoneyHive's API documents. */
  readonly plainAnswers: number;
}

type Fields = readonly string[];

const runFields: Fields =
  "id run_id name description status metadata results event_ids configuration is_active created_at updated_at scope_type scope_id dataset_id".split(
    " ",
  );
const detailFields: Fields =
  "metric_name metric_type event_name event_type aggregate values passing_range datapoints".split(
    " ",
  );
const comparedFields: Fields =
  "metric_name metric_type event_name event_type old_aggregate new_aggregate difference percentage_change found_count improved_count degraded_count same_count improved degraded same old_values new_values".split(
    " ",
  );
const metricFields: Fields = ["name", "event_name", "event_type", "value", "passed"];

/** Which paths it does not have. */
export type Lack = (path: string) => boolean;

/** Of today's documented API it has all. */
export const lacksOwnPaths: Lack = (path) => path.startsWith(routes.changeSessions.path);

/** The first documented API had no versions in its paths. */
export const lacksVersions: Lack = (path) => path.startsWith("/v1/");

/**
 * A proxy before our server that makes of it what HoneyHive's documented API says: no capabilities, no requests of our
 * own, no fields of our own in runs and their results.
 */
export async function startPlainProxy(
  target: string,
  lacks: Lack = lacksOwnPaths,
): Promise<PlainProxy> {
  let plainAnswers = 0;
  const server = createServer((request, response) => {
    const { url = "/" } = request;
    if (lacks(url)) {
      response.writeHead(404, { "content-type": "text/html" }).end("<h1>Not found</h1>");
    } else pass(target, request, response, () => plainAnswers++).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get plainAnswers() {
      return plainAnswers;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function pass(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  onPlain: () => void,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/" } = request;
  const body = method === "GET" ? undefined : Buffer.concat(chunks);
  if (method === "POST" && url === "/runs" && !String(body).includes('"project":')) {
    const message = JSON.stringify({ message: "`project` is required." });
    response.writeHead(400, { "content-type": "application/json" }).end(message);
    return;
  }
  const kept = ["authorization", "content-type", "content-encoding"] as const;
  const headers = kept.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[name, value] as [string, string]];
  });
  const answer = await fetch(target + withoutOwnQuery(url), {
    method,
    headers,
    ...(body && { body }),
  });
  // Its other headers stay here, what the server says that it can among them.
  const bytes = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get("content-type") ?? "";
  response.writeHead(answer.status, { "content-type": type });
  if (!answer.ok || !/^(\/v1)?\/runs\b/.test(url) || !type.includes("json")) {
    response.end(bytes);
    return;
  }
  onPlain();
  response.end(JSON.stringify(toPlain(JSON.parse(bytes.toString("utf8")) as Json)));
}

/** Servers ignore what they do not know of a query. */
function withoutOwnQuery(url: string): string {
  const { pathname, searchParams } = new URL(url, "http://proxy");
  if (!searchParams.has("detail")) return url;
  searchParams.delete("detail");
  return `${pathname}?${searchParams.toString()}`;
}

type Json = Record<string, unknown>;

function toPlain(answer: Json): Json {
  const plain = { ...answer };
  for (const key of ["evaluation", "run_object", "old_run", "new_run"]) {
    if (plain[key] !== undefined) plain[key] = pick(plain[key], runFields);
  }
  for (const key of ["new_only_datapoints", "old_only_datapoints", "edited_datapoints"]) {
    delete plain[key];
  }
  if (plain["commonDatapoints"] !== undefined) {
    const compared = plain["metrics"] as readonly unknown[];
    plain["metrics"] = compared.map((metric) => pick(metric, comparedFields));
  }
  if (Array.isArray(plain["evaluations"])) {
    plain["evaluations"] = plain["evaluations"].map((run) => pick(run, runFields));
  }
  if (Array.isArray(plain["datapoints"])) {
    plain["datapoints"] = plain["datapoints"].map(toPlainDatapoint);
    const metrics = plain["metrics"] as { readonly details: readonly unknown[] };
    const details = metrics.details.map((detail) => pick(detail, detailFields));
    plain["metrics"] = { ...metrics, details };
  }
  return plain;
}

/** The name of the datapoint is that of the wire. */
function toPlainDatapoint(datapoint: Json): Json {
  const { wire_id: wireId, datapoint_id: id, session_id, passed, metrics } = datapoint;
  const plain = (metrics as readonly unknown[]).map((metric) => pick(metric, metricFields));
  return { datapoint_id: wireId ?? id, session_id, passed, metrics: plain };
}

function pick(value: unknown, fields: Fields): Json {
  const known = Object.entries(value as Json).filter(([name]) => fields.includes(name));
  return Object.fromEntries(known);
}
