// @vitest-environment happy-dom
import { cleanup, configure, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";

import { TextView } from "./text-view.js";

// What draws Markdown is loaded when it is needed, which takes a busy machine longer than the second that is the default.
configure({ asyncUtilTimeout: 20_000 });
afterEach(cleanup);

const answer = `## Refunds

Within **30 days**, see [the policy](https://example.com/policy)
or [this](javascript:alert(1)).

- [x] read
- [ ] told

![seal](https://tracker.example/pixel.png)
<img src=x onerror=alert(1)>

\`\`\`ts
await refund("A-1");
\`\`\`
`;

test("shows the Markdown of an answer as what it means", async () => {
  const { container } = render(<TextView text={answer} />);
  expect((await screen.findByText("30 days")).tagName).toBe("STRONG");
  expect(screen.getByText("Refunds").textContent).toBe("Refunds");
  expect(container.querySelector("pre")?.textContent).toContain('await refund("A-1");');
  expect(container.querySelectorAll("li")[0]?.textContent).toBe("☑ read");
});

test("opens nothing but pages, and loads nothing at all", async () => {
  const { container } = render(<TextView text={answer} />);
  await screen.findByText("30 days");
  const links = [...container.querySelectorAll("a")];
  expect(links.map(({ href, rel }) => [href, rel])).toEqual([
    ["https://example.com/policy", "noopener noreferrer"],
  ]);
  expect(container.querySelector("img")).toBeNull();
  expect(container.textContent).toContain("https://tracker.example/pixel.png");
  expect(container.textContent).toContain("<img src=x onerror=alert(1)>");
});

test("goes back to what was written", async () => {
  render(<TextView text={answer} />);
  await screen.findByText("30 days");
  fireEvent.click(screen.getByRole("button", { name: "Show as written" }));
  expect(screen.getByText(/\*\*30 days\*\*/)).toBeTruthy();
});

test("leaves other text as it stands", () => {
  render(<TextView text={"3 * 4 * 5\n  = 60"} />);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText(/3 \* 4 \* 5/).textContent).toBe("3 * 4 * 5\n  = 60");
});
