import { StoreError } from "@honeyhive/server";
import {
  compareRuns,
  evaluate,
  renderComparison,
  renderResult,
  type EvaluationResult,
} from "honeyhive";
import { chunkDocument } from "./chunk-document.js";
import { dataset, packageNames } from "./dataset.js";
import { openEndpoint, type Endpoint } from "./endpoint.js";
import { createSimilarity, isCorrect, tokenF1 } from "./evaluators.js";
import { openServer, type OpenServer } from "./open-server.js";
import { showProgress } from "./progress.js";
import { createQuestionAnswerer, type Variant } from "./question-answerer.js";
import { readDocuments } from "./read-documents.js";
import { serveUsers } from "./serve-users.js";
import { buildVectorIndex, type VectorIndex } from "./vector-index.js";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => interruption.abort());

try {
  await runDemo(interruption.signal);
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/**
 * Evaluates two variants of one application on the same questions, compares them, lets users ask the second one, and
 * serves what it recorded.
 */
async function runDemo(interrupted: AbortSignal): Promise<void> {
  await using endpoint = await openEndpoint(process.env);
  await using server = await openServer(process.env, endpoint.prices);
  const chunks = readDocuments(packageNames).flatMap(chunkDocument);
  const index = await buildVectorIndex(endpoint.client, endpoint.embeddingModel, chunks);
  console.log(
    `${dataset.length} questions over ${packageNames.length} READMEs in ${chunks.length} chunks\n`,
  );
  const results: EvaluationResult[] = [];
  const variants = toVariants(endpoint);
  for (const variant of variants) {
    const result = await evaluateVariant({ variant, server, endpoint, index, interrupted });
    if (interrupted.aborted) return;
    results.push(result);
    console.log(`\n${renderResult(result, { maxProblems: 3 })}\n`);
  }
  const [before, after] = results;
  if (before === undefined || after === undefined) return;
  console.log(`${renderComparison(compareRuns(after, before))}\n`);
  // Not when a case is only run again.
  if (after.cases.length === dataset.length) {
    const answer = createQuestionAnswerer(endpoint.client, index, variants[1]);
    const users = await serveUsers({ server, answer, interrupted });
    if (interrupted.aborted) return;
    console.log(`${users} users asked the second variant, each in a session of their own\n`);
  }
  console.log(`Runs        ${server.url}/runs`);
  console.log(`Comparison  ${server.url}/compare?new=${after.runId}&old=${before.runId}`);
  console.log(`Monitor     ${server.url}/monitor`);
  if (!server.isOwn || process.argv.includes("--no-wait")) return;
  console.log("\nServing until Ctrl-C.");
  await untilAborted(interrupted);
}

function toVariants({ smallModel, largeModel }: Endpoint): [Variant, Variant] {
  return [
    { name: "one chunk", chunkCount: 1, chatModel: smallModel, isStreaming: false },
    { name: "four chunks", chunkCount: 4, chatModel: largeModel, isStreaming: true },
  ];
}

interface VariantRun {
  readonly variant: Variant;
  readonly server: OpenServer;
  readonly endpoint: Endpoint;
  readonly index: VectorIndex;
  readonly interrupted: AbortSignal;
}

async function evaluateVariant(run: VariantRun): Promise<EvaluationResult> {
  const { variant, server, endpoint, index } = run;
  const name = `${variant.name}, ${variant.chatModel}`;
  const progress = showProgress(name, dataset.length, process.stdout);
  const answer = createQuestionAnswerer(endpoint.client, index, variant);
  try {
    return await evaluate({
      function: function answerQuestion({ inputs, signal }) {
        return answer(inputs.question, signal);
      },
      dataset,
      evaluators: [isCorrect, tokenF1, createSimilarity(index)],
      name,
      metadata: { ...variant },
      concurrency: 10,
      // What is printed of both of them is in `runDemo`.
      reporters: [],
      prices: endpoint.prices,
      apiKey: server.apiKey,
      serverUrl: server.url,
      signal: run.interrupted,
      onProgress: ({ completed }) => progress.update(completed),
    });
  } finally {
    progress.finish();
  }
}

/** A server listens meanwhile, so nothing else has to keep the process alive. */
function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
