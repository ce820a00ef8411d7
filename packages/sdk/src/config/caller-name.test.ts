import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import { callerName } from "./caller-name.js";
import { resolveOptions } from "./resolve-options.js";

interface Caller {
  readonly call: <Result>(fn: () => Result) => Result;
}

it.each(["chat agent.mjs", "chat agent.cjs"])("is that of the calling file: %s", async (name) => {
  await using directory = await makeTemporaryDirectory();
  const { call } = await writeCaller(join(directory.path, name));
  expect(call(callerName)).toBe("chat agent");
  const options = { disableTracing: true };
  expect(call(() => new HoneyHiveTracer(options)).sessionName).toBe("chat agent");
  const tracer = await call(() => HoneyHiveTracer.init(options));
  expect(tracer.sessionName).toBe("chat agent");
});

it("gives way to a name that is given, and to the script's where no file is to be found", async () => {
  await using directory = await makeTemporaryDirectory();
  const { call } = await writeCaller(join(directory.path, "agent.mjs"));
  const environment = { HH_SESSION_NAME: "named" };
  expect(call(() => resolveOptions({}, environment)).sessionName).toBe("named");
  // This test is a file of the package itself.
  expect(callerName()).toBeUndefined();
  expect(resolveOptions({}, {}).sessionName).not.toBe("");
});

it("leaves the program's own view of stacks as it was", () => {
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const limit = Error.stackTraceLimit;
  Error.prepareStackTrace = () => "the program's own";
  try {
    callerName();
    expect(new Error("any").stack).toBe("the program's own");
    expect(Error.stackTraceLimit).toBe(limit);
  } finally {
    Object.defineProperty(Error, "prepareStackTrace", before ?? { value: undefined });
  }
});

async function writeCaller(file: string): Promise<Caller> {
  const isModule = file.endsWith(".mjs");
  await writeFile(file, `${isModule ? "export const call" : "exports.call"} = (fn) => fn();\n`);
  // The file that was just written exports exactly this.
  return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Caller;
}
