import { startModelServer } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { lookUp } from "../support/start-agents.js";
import { startScriptedOpenAI } from "../support/start-scripted-openai.js";
import { obtainProject } from "../support/obtain-project.js";
import { readSnippets, runSnippet } from "./run-snippet.js";

const snippets = await readSnippets("docs/tracing.md");

/** What each chapter's program must leave on the server besides its sessions, by name. */
const eventsOf: Readonly<Record<string, readonly string[]>> = {
  Start: ["answer", "lookUp"],
  "One session per request": ["complete", "complete", "complete"],
  "Adding to spans": ["rank"],
  "Instrumentations of others": ["OpenAI Chat Completions"],
  "OpenAI's agents": [
    "Agent workflow",
    "Assistant",
    "measure",
    "openai.responses",
    "openai.responses",
    "turn 1",
    "turn 2",
    "weather",
  ],
  "Spans by hand": ["model", "plan"],
  "Other processes": ["charge"],
};

test("has a program in each chapter that promises one", () => {
  expect(snippets.map(({ heading }) => heading)).toEqual(Object.keys(eventsOf));
});

test.each(snippets)("runs the program of $heading", async (snippet) => {
  const project = await obtainProject();
  await using models = await startModelServer();
  await using agents = await startScriptedOpenAI(lookUp);
  const isOfAgents = snippet.heading === "OpenAI's agents";
  const { url, apiKey } = project;
  const result = await runSnippet(snippet, {
    HH_API_KEY: apiKey,
    HH_API_URL: url,
    OPENAI_API_KEY: models.apiKey,
    OPENAI_BASE_URL: isOfAgents ? agents.baseURL : models.baseUrl,
    OPENAI_MODEL: "extract-small",
  });
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  const events = await exportAllEvents(project.client);
  const names = events
    .filter(({ event_type }) => event_type !== "session")
    .map(({ event_name }) => event_name);
  expect(names.toSorted()).toEqual(eventsOf[snippet.heading]);
});
