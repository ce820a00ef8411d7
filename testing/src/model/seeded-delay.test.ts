import { expect, it } from "vitest";
import { seededDelay } from "./seeded-delay.js";

const pace = { firstTokenMs: 100, promptTokenMs: 1, completionTokenMs: 10 };
const delays = Array.from({ length: 1_000 }, (_, index) =>
  seededDelay(pace, 100, `prompt ${index}`, 1),
);

it("is the same for the same request", () => {
  expect(seededDelay(pace, 100, "prompt 7", 1)).toEqual(delays[7]);
});

it("spreads log-normally around the median", () => {
  const sorted = delays.map((delay) => delay.untilFirstMs).toSorted((left, right) => left - right);
  expect(sorted[500]).toBeGreaterThan(185);
  expect(sorted[500]).toBeLessThan(215);
  expect(sorted[990]).toBeGreaterThan(400);
});

it("scales with the tokens and with the option", () => {
  expect(seededDelay(pace, 300, "a", 1).untilFirstMs).toBeCloseTo(
    2 * seededDelay(pace, 100, "a", 1).untilFirstMs,
  );
  expect(seededDelay(pace, 300, "a", 0)).toEqual({ untilFirstMs: 0, perTokenMs: 0 });
});
