import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openApp, type App } from "./open-app.js";

let app: App;

beforeAll(async () => {
  app = await openApp();
});

afterAll(() => app[Symbol.asyncDispose]());

const white = "rgb(250, 249, 247)";
const black = "rgb(20, 19, 16)";

function background(page: Page): Promise<string> {
  return page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
}

test("keeps the colours that were chosen, in every tab, whatever the machine is set to", async () => {
  const page = await app.open("/runs", { colorScheme: "dark" });
  const [other] = await Promise.all([
    page.context().waitForEvent("page"),
    page.evaluate("void window.open('/sessions')"),
  ]);
  const switchOf = (tab: Page, state: string) =>
    tab.getByRole("button", { name: `Colours: ${state}` });
  await switchOf(page, "as the machine is set").waitFor();
  await switchOf(other, "as the machine is set").waitFor();
  await expect.poll(() => background(page)).toBe(black);
  await switchOf(page, "as the machine is set").click();
  await switchOf(page, "light").waitFor();
  await switchOf(other, "light").waitFor();
  for (const tab of [page, other]) await expect.poll(() => background(tab)).toBe(white);
  await page.reload();
  await switchOf(page, "light").click();
  await page.emulateMedia({ colorScheme: "light" });
  await switchOf(page, "dark").waitFor();
  await expect.poll(() => background(page)).toBe(black);
  await switchOf(page, "dark").click();
  await switchOf(page, "as the machine is set").waitFor();
  await expect.poll(() => background(page)).toBe(white);
});

test.each(["/compare", "/compare/runs", "/runs/no-such-run"])(
  "marks the runs in the menu: %s",
  async (path) => {
    const page = await app.open(path);
    const menu = page.getByRole("navigation", { name: "Main" });
    await menu.getByRole("link", { name: "Runs" }).waitFor();
    const marked = menu.locator("[aria-current=page]");
    expect(await marked.allTextContents()).toEqual(["Runs"]);
  },
);

test("has not thrown in any page", () => {
  expect(app.complaints).toEqual([]);
});
