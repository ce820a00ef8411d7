import { expect, it } from "vitest";

import { regex } from "./regex.js";

// Files of evaluations run without a type check.
it.each([{ pattern: /a/ }, undefined, 5])(
  "refuses what is no pattern instead of matching nothing: %j",
  (given) => {
    expect(() => regex(given as never)).toThrow(
      /Expected the first argument of regex\(\) to be a regular expression/,
    );
  },
);
