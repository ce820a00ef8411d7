import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { temporaryDirectory } from "../../testing/temporary-directory.js";
import { serveUi } from "./ui.js";

function get(path: string, accept = "*/*"): Request {
  return new Request(`http://127.0.0.1${path}`, { headers: { accept } });
}

async function build(directory: string): Promise<void> {
  await mkdir(join(directory, "assets"));
  await writeFile(join(directory, "index.html"), "<h1>app</h1>");
  await writeFile(join(directory, "assets", "app-1a2b.js"), "export {};");
}

test("lets hashed files be kept for ever, and the page be asked for again", async () => {
  await using directory = await temporaryDirectory();
  await build(directory.path);
  const asset = await serveUi(get("/assets/app-1a2b.js"), directory.path);
  const page = await serveUi(get("/index.html"), directory.path);
  expect(asset?.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(asset?.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(page?.headers.get("cache-control")).toBe("no-cache");
});

test("gives the app's page for every address that a browser opens", async () => {
  await using directory = await temporaryDirectory();
  await build(directory.path);
  const page = await serveUi(get("/sessions/1?tab=2", "text/html,*/*"), directory.path);
  expect(await page?.text()).toBe("<h1>app</h1>");
});

test("gives the page at the root to who takes anything, too", async () => {
  await using directory = await temporaryDirectory();
  await build(directory.path);
  expect(await (await serveUi(get("/"), directory.path))?.text()).toBe("<h1>app</h1>");
  expect(await serveUi(get("/", "application/json"), directory.path)).toBeUndefined();
  // Probes ask whether there is a page.
  const probe = new Request("http://127.0.0.1/", { method: "HEAD" });
  expect((await serveUi(probe, directory.path))?.status).toBe(200);
});

test("gives nothing for a missing file, a program's request or another method", async () => {
  await using directory = await temporaryDirectory();
  await build(directory.path);
  expect(await serveUi(get("/assets/gone.js", "text/html"), directory.path)).toBeUndefined();
  expect(await serveUi(get("/sessions"), directory.path)).toBeUndefined();
  const post = new Request("http://127.0.0.1/", {
    method: "POST",
    headers: { accept: "text/html" },
  });
  expect(await serveUi(post, directory.path)).toBeUndefined();
});

test("says how to build the UI when there is none", async () => {
  await using directory = await temporaryDirectory();
  const page = await serveUi(get("/", "text/html"), directory.path);
  expect(await page?.text()).toContain("npm run build");
});
