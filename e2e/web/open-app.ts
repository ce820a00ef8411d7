import { startServer, type RunningServer, type ServerOptions } from "@honeyhive/server";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";

import { copyEmptyStore } from "../support/copy-empty-store.js";
import { obtainProject } from "../support/obtain-project.js";
import { chromiumPath } from "./chromium-path.js";

export interface App extends AsyncDisposable {
  readonly url: string;
  readonly apiKey: string;
  /** A page for the test that runs, at `path`, with errors in its console collected in `complaints`. */
  open(path: string, options?: PageOptions): Promise<Page>;
  readonly complaints: readonly string[];
}

export interface OwnApp extends App {
  stopServer(): Promise<void>;
  /** At the same address, with what it had stored. */
  startServerAgain(): Promise<void>;
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
}

const browserArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // No process before there is a page for it.
  "--disable-features=SpareRendererForSitePerProcess",
];

/** An empty project of the server that the tests share, and a browser in which its key was entered. */
export async function openApp(): Promise<App> {
  const { url, apiKey } = await obtainProject();
  const entered = `sessionStorage.setItem("honeyhive.apiKey", ${JSON.stringify(apiKey)})`;
  return openBrowser({ url, apiKey }, `if (location.origin === "${url}") ${entered};`);
}

/** A server of its own with an empty store, which knows its user, and a browser to look at it. */
export async function openOwnApp(
  options: Pick<ServerOptions, "keys" | "localAccess" | "modelEndpoint" | "prices"> = {},
): Promise<OwnApp> {
  const directory = await makeTemporaryDirectory();
  await copyEmptyStore(directory.path);
  const start = (port: number): Promise<RunningServer> =>
    startServer({ port, dataDir: directory.path, ...options });
  let server = await start(0);
  const { url, apiKey } = server;
  const app = await openBrowser({ url, apiKey });
  return {
    ...app,
    stopServer: () => server.close(),
    startServerAgain: async () => {
      server = await start(Number(new URL(url).port));
    },
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]();
      await server.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

/** `initScript` runs in each page before the page's own code. */
async function openBrowser(
  { url, apiKey }: Pick<App, "url" | "apiKey">,
  initScript = "",
): Promise<App> {
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: browserArgs,
  });
  const complaints: string[] = [];
  return {
    url,
    apiKey,
    complaints,
    open: async (path, { width = 1280, height = 800, colorScheme = "light" } = {}) => {
      const viewport = { width, height };
      const page = await browser.newPage({ viewport, colorScheme, reducedMotion: "reduce" });
      // Those that it opens too.
      await page.context().addInitScript(initScript);
      // Ends what hangs, before the test itself is ended and says less. Loaded machines take seconds to draw a page.
      page.setDefaultTimeout(60_000);
      page.on("pageerror", (error) => complaints.push(error.message));
      // An open page goes on asking for what is new.
      onTestFinished(() => page.close());
      await page.goto(url + path);
      return page;
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** How far the page as a whole can be scrolled sideways, px. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
}

/** Two keys that mean something together within a second, however long the page takes to answer the first. */
export async function pressPair(page: Page, first: string, second: string): Promise<void> {
  await Promise.all([page.keyboard.press(first), page.keyboard.press(second)]);
}

/** Holds the next request for such an address back; `release` ends when the page has got its answer. */
export async function holdBack(
  page: Page,
  url: RegExp,
  method = "GET",
): Promise<{ readonly release: () => Promise<void> }> {
  let go = (): void => {};
  const released = new Promise<void>((resolve) => {
    go = resolve;
  });
  let isHeld = false;
  await page.route(url, async (route) => {
    if (!isHeld && route.request().method() === method) {
      isHeld = true;
      await released;
    }
    await route.continue();
  });
  return {
    release: async () => {
      const answer = page.waitForResponse(
        (response) => url.test(response.url()) && response.request().method() === method,
      );
      go();
      await (await answer).finished();
    },
  };
}
