import { startModelServer } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";
import { countOwnership } from "./check-ownership.js";
import { runSessions } from "./run-sessions.js";

const sessions = 1000;

test("puts every span of 1,000 concurrent sessions into its own session", async () => {
  const project = await obtainProject();
  await using model = await startModelServer({ latency: 0.05 });
  const { flushed } = await runSessions({ owner: "none", sessions, server: project, model });
  expect(flushed).toEqual({
    exported: sessions * 5,
    dropped: 0,
    pending: 0,
    isComplete: true,
  });
  const count = countOwnership(await exportAllEvents(project.client));
  expect(count).toEqual({
    sessions,
    spans: sessions * 5,
    wrongSession: 0,
    ownerless: 0,
    danglingParents: 0,
    names: {
      answer: sessions,
      lookUp: sessions,
      "OpenAI Chat Completions": sessions,
      "library.work": sessions,
      "library.inner": sessions,
    },
  });
});
