import { expect, test } from "vitest";

import { nextUnreviewed, withReview } from "./next-unreviewed.js";

const queue = { event_ids: ["a", "b", "c", "d"], reviewed_event_ids: ["c"] };

test("goes on after the event, over those that are done, and then to what was left out", () => {
  expect(nextUnreviewed(queue, "a")).toBe("b");
  expect(nextUnreviewed(queue, "b")).toBe("d");
  expect(nextUnreviewed(queue, "d")).toBe("a");
  expect(nextUnreviewed({ event_ids: ["a", "b"], reviewed_event_ids: ["a"] }, "b")).toBeUndefined();
  expect(nextUnreviewed(queue, "of another queue")).toBe("a");
});

test("counts a review once, and no more once it is taken back", () => {
  const more = withReview(withReview(queue, { eventId: "a", isReviewed: true }), {
    eventId: "a",
    isReviewed: true,
  });
  expect(more.reviewed_event_ids).toEqual(["c", "a"]);
  expect(withReview(more, { eventId: "c", isReviewed: false }).reviewed_event_ids).toEqual(["a"]);
});
