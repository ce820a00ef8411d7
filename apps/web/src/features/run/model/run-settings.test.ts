import { expect, test } from "vitest";

import { makeRun } from "../../../testing/make-run.js";
import { runSettings } from "./run-settings.js";

test("shows what the caller says, then commit and runtime, and all of it by group", () => {
  const metadata = {
    git: { branch: "main", commit_hash: "0123456789abcdef", is_dirty: true },
    environment: { node: "20.20.2", platform: "linux x64", ci: "GitHub Actions" },
    offline_dataset_id: "EXT-1",
    chatModel: "large",
    chunks: { size: 4 },
  };
  const { preview, groups } = runSettings(makeRun({ metadata, configuration: { trials: 3 } }));
  expect(preview).toEqual([
    { name: "chatModel", value: "large" },
    { name: "chunks", value: "4" },
    { value: "main at 0123456789 with changes" },
    { value: "Node 20.20.2, GitHub Actions" },
  ]);
  expect(groups).toEqual([
    { title: "Metadata", values: { chatModel: "large", chunks: { size: 4 } } },
    { title: "Configuration", values: { trials: 3 } },
    { title: "Git", values: metadata.git },
    { title: "Environment", values: metadata.environment },
  ]);
});

test("says nothing of a run that says nothing, or something else", () => {
  expect(runSettings(makeRun())).toEqual({ preview: [], groups: [] });
  const odd = { git: "main", environment: [1] };
  expect(runSettings(makeRun({ metadata: odd }))).toEqual({ preview: [], groups: [] });
});
