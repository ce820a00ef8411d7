import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { evaluate } from "honeyhive";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";

import { chromiumPath } from "./chromium-path.js";

const hostile = `</script><script>document.title = "owned"</script><img src=x onerror="document.title='owned'">"'&amp;`;

async function writeReport(path: string): Promise<void> {
  await evaluate({
    name: `report ${hostile}`,
    disableTracing: true,
    journal: false,
    retries: 0,
    dataset: Array.from({ length: 240 }, (_, n) => ({
      id: `row-${n} ${n === 7 ? hostile : ""}`,
      inputs: { question: `What is ${n}?`, text: hostile },
      groundTruth: n,
    })),
    function: ({ inputs, groundTruth }) => {
      if (groundTruth === 7) throw new Error(hostile);
      return `${inputs.question} ${groundTruth % 10 === 3 ? "wrong" : "right"}`;
    },
    evaluators: [
      {
        name: `exact ${hostile}`,
        evaluate: (output) => ({ score: output.endsWith("right"), explanation: hostile }),
      },
    ],
    reporters: [{ name: "html", path }],
  });
}

test("the HTML report filters its cases, asks nobody for anything, and runs nothing of theirs", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "report.html");
  await writeReport(path);
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    const [requests, complaints]: [string[], string[]] = [[], []];
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(pathToFileURL(path).href);
    const rows = page.locator(".cases tbody tr:visible");
    expect(await rows.count()).toBe(100);
    await page.getByRole("button", { name: "Show more" }).click();
    expect(await rows.count()).toBe(200);
    await page.getByLabel("Outcome").selectOption("went wrong");
    expect(await page.locator(".controls output").textContent()).toBe("25 of 240 cases");
    await page.getByLabel("Filter by any text").fill("is 7?");
    expect(await rows.count()).toBe(1);
    await rows.getByRole("button").click();
    const details = rows.nth(1);
    expect(await details.textContent()).toContain(hostile);
    expect(await details.textContent()).toContain("HH_EVAL_CASES=");
    expect(await page.title()).toContain("report </script>");
    expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);

    const withoutScripts = await browser.newPage({ javaScriptEnabled: false });
    await withoutScripts.goto(pathToFileURL(path).href);
    const text = await withoutScripts.locator("body").innerText();
    expect(text).toContain("Not good: run completed, 240 cases, 215 passed");
    expect(text).toContain("239 of 240 (1 missing)");
    expect(text).toContain("The table of all cases needs JavaScript.");
  } finally {
    await browser.close();
  }
});
