/** Where code of one language runs. */
export interface Sandbox {
  /** The program of its thread, as this package exports it. */
  readonly worker: string;
  /** For each event. */
  readonly timeLimitMs: number;
  /** After it the thread is ended: single steps of code may take longer than their limit, where they are looked at. */
  readonly lastStepMs: number;
  /** For each event. */
  readonly memoryBytes: number;
}

/** What the types of metrics that are code run in. */
export const sandboxes = {
  JAVASCRIPT: {
    worker: "@honeyhive/server/javascript-sandbox",
    timeLimitMs: 1000,
    lastStepMs: 2000,
    memoryBytes: 32 * 1024 * 1024,
  },
  /** The interpreter cannot be asked to stop, only ended. It compiles every module that is imported. */
  PYTHON: {
    worker: "@honeyhive/server/python-sandbox",
    timeLimitMs: 5000,
    lastStepMs: 0,
    memoryBytes: 128 * 1024 * 1024,
  },
} as const satisfies Record<string, Sandbox>;
