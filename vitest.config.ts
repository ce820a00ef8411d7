import { defineConfig } from "vitest/config";

/** Workspace packages resolve to their `src`, so that tests need no build. */
const resolve = { conditions: ["source", "module", "node", "development|production"] };
const ssr = { resolve: { conditions: resolve.conditions } };
/** What is published, as Node resolves it: `npm run build` makes it. */
const built = { conditions: ["node"] };
/** What takes long to make is made once for a run. */
const sharedDirectory = "testing/src/shared-directory.ts";
/** The server whose projects most end-to-end tests use. */
const sharedServer = "e2e/support/shared-server.ts";
const exclude = ["**/node_modules/**", "**/dist/**"];
/** What computes or asks a server, and is not about tracers. */
const pure = [
  "apps/web/src/**/*.test.ts",
  "packages/cli/src/main.test.ts",
  "packages/cli/src/{datasets,doctor,events,keys,output,sessions,store}/**/*.test.ts",
  "packages/cli/src/runs/runs.test.ts",
  "packages/sdk/src/config/{configuration-docs,read-options,resolve-options,settings}.test.ts",
  "packages/sdk/src/evals/runs/{compare-runs,find-undelivered,gates}.test.ts",
  "packages/sdk/src/evals/{dataset,evaluators,report,scoring}/**/*.test.ts",
  "packages/sdk/src/pipeline/{partial-success,pipeline,request-batch,retry,span-exporter,transport}.test.ts",
  "packages/sdk/src/propagation/{baggage-header,traceparent}.test.ts",
  "packages/sdk/src/{encode,lib}/**/*.test.ts",
];
/** Some start servers, on machines that may be busy with other things. */
const busyTimeout = 120_000;
/** In seconds; the default of three is short on such machines. */
const env = { HH_FLUSH_TIMEOUT: "60" };

export default defineConfig({
  test: {
    // For two processors: tests across packages wait a quarter of their time, for timeouts, installs and answers.
    maxWorkers: 3,
    // Time limits end what hangs; how fast something is, bench/ measures.
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          env,
          include: [
            "packages/{cli,sdk}/src/**/*.test.ts",
            "examples/src/**/*.test.ts",
            "testing/src/**/*.test.ts",
            "scripts/**/*.test.mjs",
          ],
          exclude: [...exclude, ...pure],
          testTimeout: busyTimeout,
          hookTimeout: busyTimeout,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "pure",
          env,
          include: pure,
          exclude,
          // As those of the server: a process for each file is two thirds of what they take.
          isolate: false,
          testTimeout: busyTimeout,
          hookTimeout: busyTimeout,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "server",
          include: ["packages/{contract,server}/src/**/*.test.ts"],
          exclude,
          // No module keeps state but the stores and servers that files lend each other, so that files may share them:
          // importing them again is a quarter of the time. Where there are tracers it may not be: OpenTelemetry's API
          // belongs to the process.
          isolate: false,
          globalSetup: [sharedDirectory],
          testTimeout: busyTimeout,
          hookTimeout: busyTimeout,
        },
      },
      {
        resolve: { conditions: ["source", "module", "browser", "development|production"] },
        ssr,
        test: {
          name: "web",
          environment: "happy-dom",
          include: ["apps/web/src/**/*.test.tsx"],
          exclude,
          testTimeout: busyTimeout,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "types",
          include: [],
          exclude,
          typecheck: {
            enabled: true,
            only: true,
            checker: "tsc",
            include: ["packages/sdk/src/**/*.test-d.ts"],
            tsconfig: "./packages/sdk/tsconfig.json",
          },
        },
      },
      {
        resolve: built,
        ssr: { resolve: built },
        test: {
          name: "e2e",
          include: ["e2e/**/*.test.ts"],
          globalSetup: [sharedDirectory, sharedServer],
          exclude,
          testTimeout: 2 * busyTimeout,
          hookTimeout: 2 * busyTimeout,
          // A second, which is the default, is less than a page takes on a busy machine.
          expect: { poll: { timeout: busyTimeout / 2 } },
          // Node loads it, in a tenth of the time that the sources take.
          server: { deps: { external: [/\/dist\//] } },
        },
      },
    ],
  },
});
