import { expect, test } from "vitest";

import { completeTimes } from "./times.js";

test("times that a client left out follow from the others", () => {
  const complete = (given: Parameters<typeof completeTimes>[0]): number[] => {
    const { start_time, end_time, duration } = completeTimes(given, 1000);
    return [start_time, end_time, duration];
  };
  expect(complete({})).toEqual([1000, 1000, 0]);
  expect(complete({ start_time: 10, end_time: 15 })).toEqual([10, 15, 5]);
  expect(complete({ start_time: 10, duration: 5 })).toEqual([10, 15, 5]);
  expect(complete({ end_time: 15, duration: 5 })).toEqual([10, 15, 5]);
  expect(complete({ duration: 5 })).toEqual([995, 1000, 5]);
});

test("nothing takes less than no time", () => {
  expect(completeTimes({ duration: -5 }, 1000)).toMatchObject({ start_time: 1000, duration: 0 });
  expect(completeTimes({ start_time: 10, end_time: 5 }, 1000)).toEqual({
    start_time: 10,
    end_time: 10,
    duration: 0,
  });
});
