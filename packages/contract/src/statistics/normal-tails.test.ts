import { expect, it } from "vitest";

import { normalTails } from "./normal-tails.js";

it.each([
  [0, 1],
  [0.5, 0.617075077451974],
  [1.959963984540054, 0.05],
  [-1.959963984540054, 0.05],
  [5, 5.733031437583892e-7],
  [10, 1.523970604832094e-23],
])("at %f the tails are %f", (distance, tails) => {
  expect(normalTails(distance) / tails).toBeCloseTo(1, 6);
});
