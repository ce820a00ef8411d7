import { expect, test } from "vitest";

import { whereUsed } from "./where-used.js";

test("says what asks for a metric by itself, and which others it is a part of", () => {
  const share = { enabled_in_prod: true, sampling_percentage: 25 };
  const tone = { id: "1", name: "tone", type: "HUMAN", ...share } as const;
  const code = { ...share, id: "2", name: "short", type: "JAVASCRIPT" } as const;
  const all = [
    { name: "quality", child_metrics: [{ name: "tone", weight: 1 }] },
    { name: "care", child_metrics: [{ id: "1", name: "renamed since", weight: 1 }] },
    { name: "other", child_metrics: null },
  ];
  expect(whereUsed(tone, all)).toBe("asked in reviews; part of quality, care");
  expect(whereUsed(tone, [])).toBe("asked in reviews");
  expect(whereUsed(code, all)).toBe("run on 25 % of what comes in");
  expect(whereUsed({ ...code, enabled_in_prod: false }, all)).toBeUndefined();
});
