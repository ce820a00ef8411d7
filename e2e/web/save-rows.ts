import { readFile } from "node:fs/promises";

import type { Page } from "playwright-core";

/** What the buttons beside a table save. */
export async function saveRows(
  page: Page,
  type: "CSV" | "JSON",
): Promise<{ readonly name: string; readonly text: string }> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page
      .getByRole("group", { name: "Export what is shown" })
      .getByRole("button", { name: type })
      .click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}
