import { serve, type HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { connect, type AddressInfo } from "node:net";
import { expect, test } from "vitest";

import { untilClosed } from "./until-closed.js";

test("tells of a client that went away before it was answered, and of no other", async () => {
  const signals: AbortSignal[] = [];
  let isAsked = (): void => {};
  const asked = new Promise<void>((resolve) => (isAsked = resolve));
  const app = new Hono<{ Bindings: HttpBindings }>()
    .get("/soon", ({ env, text }) => {
      signals.push(untilClosed(env));
      return text("here");
    })
    .get("/never", ({ env }) => {
      const signal = untilClosed(env);
      isAsked();
      return new Promise<Response>((resolve) => {
        signal.addEventListener("abort", () => resolve(new Response(null)));
      });
    });
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  expect(await (await fetch(`http://127.0.0.1:${port}/soon`)).text()).toBe("here");
  const socket = connect(port, "127.0.0.1");
  socket.write("GET /never HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
  await asked;
  socket.destroy();
  // Waits for the route that never answers otherwise.
  await new Promise((resolve) => server.close(resolve));
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
});
