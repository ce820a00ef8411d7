import { expect, test } from "vitest";

import { mapped, payloadOf } from "../testing/mapped-span.js";
import { spanEvent } from "../testing/span.js";

test("scores are metrics, as events of what was judged", () => {
  const judged = (fields: object): ReturnType<typeof spanEvent> =>
    spanEvent("gen_ai.evaluation.result", {
      "gen_ai.evaluation.name": "tone",
      ...fields,
    });
  const events = [
    judged({ "gen_ai.evaluation.score.value": 0.25 }),
    judged({
      "gen_ai.evaluation.score.value": 0.5,
      "gen_ai.evaluation.score.label": "kind",
      "gen_ai.evaluation.explanation": "It smiles.",
    }),
    judged({
      "gen_ai.evaluation.name": "language",
      "gen_ai.evaluation.score.label": "de",
    }),
  ];
  const metrics = {
    tone: 0.5,
    tone_label: "kind",
    tone_explanation: "It smiles.",
    language: "de",
  };
  expect(mapped({ events })).toMatchObject({ metrics });
  // All of them, with what else they say.
  expect(mapped({ events }).metadata["span_events"]).toMatchObject(
    events.map(({ name }) => ({ name })),
  );
});

test("such a score as a span of its own", () => {
  expect(
    payloadOf({
      "gen_ai.evaluation.name": "tone",
      "gen_ai.evaluation.score.value": 0,
      "gen_ai.evaluation.judge": "j",
    }),
  ).toEqual({ metrics: { tone: 0 }, metadata: { gen_ai: { evaluation: { judge: "j" } } } });
});

test("events of generative AI that say something else are kept as they came", () => {
  const failed = { "gen_ai.evaluation.name": "tone", "error.type": "timeout" };
  const events = [
    spanEvent("gen_ai.evaluation.result", failed),
    spanEvent("gen_ai.unheard_of", { a: 1 }),
  ];
  expect(mapped({ events })).toMatchObject({
    metrics: {},
    metadata: { span_events: [{ attributes: failed }, { attributes: { a: 1 } }] },
  });
});

test("OpenInference's scores and annotations", () => {
  expect(
    payloadOf({
      "openinference.span.kind": "EVALUATOR",
      "score.value": 0.5,
      "score.name": "tone",
      "evaluation.passed": true,
      "annotation.label": "good",
    }),
  ).toMatchObject({
    metrics: { "score.value": 0.5, "evaluation.passed": true },
    feedback: { label: "good" },
    metadata: { score: { name: "tone" } },
  });
});
