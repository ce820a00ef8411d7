import { once } from "node:events";
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from "node:http2";

import { status } from "@grpc/grpc-js";
import { expect, test } from "vitest";

import { startServer, type RunningServer } from "../start-server.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";

const keys = { "key-of-greedy": "greedy", "key-of-other": "other" };

interface Started extends AsyncDisposable {
  readonly server: RunningServer;
  readonly session: ClientHttp2Session;
}

async function start(): Promise<Started> {
  const directory = await temporaryDirectory();
  const server = await startServer({ port: 0, grpcPort: 0, dataDir: directory.path, keys });
  const session = connect(`http://127.0.0.1:${server.grpcPort}`);
  return {
    server,
    session,
    [Symbol.asyncDispose]: async () => {
      session.destroy();
      await server.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** An export of an empty request: five bytes say that it is empty. */
const empty = Buffer.alloc(5);

/** A call of which nothing is sent yet but who makes it. */
function open(session: ClientHttp2Session, key: string): ClientHttp2Stream {
  return session.request({
    ":method": "POST",
    ":path": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
    "content-type": "application/grpc",
    te: "trailers",
    authorization: `Bearer ${key}`,
  });
}

async function statusOf(call: ClientHttp2Stream): Promise<number> {
  call.resume();
  const said = new Promise<unknown>((resolve, reject) => {
    call.once("trailers", (trailers) => resolve(trailers["grpc-status"]));
    call.once("response", (headers) => {
      if (headers["grpc-status"] !== undefined) resolve(headers["grpc-status"]);
    });
    call.once("error", reject);
  });
  return Number(await said);
}

test("whoever has no key is told so before anything of a body is read", async () => {
  await using started = await start();
  const call = open(started.session, "unknown");
  // The first megabyte of four: nothing more comes until some of it is read.
  call.write(Buffer.concat([Buffer.from([0, 0, 64, 0, 0]), Buffer.alloc(1_000_000)]));
  expect(await statusOf(call)).toBe(status.UNAUTHENTICATED);
});

test("bodies of one project that do not come to an end keep no other project waiting", async () => {
  await using started = await start();
  const { session } = started;
  const slow = Array.from({ length: 40 }, () => {
    const call = open(session, "key-of-greedy");
    call.on("error", () => {});
    call.write(Buffer.from([0, 0, 64, 0, 0, 1]));
    return call;
  });
  const send = (key: string): Promise<number> => {
    const call = open(session, key);
    call.end(empty);
    return statusOf(call);
  };
  expect(await send("key-of-other")).toBe(status.OK);
  const own = send("key-of-greedy");
  // In the time in which others are answered one after the other, it would be, too.
  for (let call = 0; call < 20; call++) expect(await send("key-of-other")).toBe(status.OK);
  const first = await Promise.race([own, Promise.resolve("waits")]);
  expect(first).toBe("waits");
  for (const call of slow) call.close();
  await Promise.all(slow.map(closed));
  expect(await own).toBe(status.OK);
});

async function closed(call: ClientHttp2Stream): Promise<void> {
  if (!call.closed) await once(call, "close");
}
