import type { TracerCore } from "../core/tracer-core.js";
import { traceCall, type CallDescription } from "./trace-call.js";
import { asRecord, readPath } from "./read.js";

export interface WrapOptions {
  /** Default: the tracer of the running code, at each call. */
  readonly tracer?: { readonly core: TracerCore } | undefined;
}

/** A method of a client library: where it is, and what a call of it means. */
export interface TracedMethod {
  /** From the client to the object that has the method. */
  readonly path: readonly string[];
  readonly name: string;
  readonly describe: (request: Record<string, unknown>) => CallDescription;
}

type Method = (...args: readonly unknown[]) => unknown;

const traced = Symbol.for("honeyhive.traced");

/** Replaces the methods in place; what the client calls of itself is traced too. Each method once. */
export function traceMethods(
  owner: object,
  methods: readonly TracedMethod[],
  { tracer }: WrapOptions,
): void {
  for (const { path, name, describe } of methods) {
    const holder = readPath(owner, path);
    const method = holder?.[name];
    if (holder === undefined || typeof method !== "function" || traced in method) continue;
    const wrapped = wrapMethod(method as Method, describe, tracer);
    Object.defineProperty(holder, name, { value: wrapped, writable: true, configurable: true });
  }
}

/** As `traceMethods`, for a client and the copies that its `withOptions()` makes. */
export function traceClient<Client extends object>(
  client: Client,
  methods: readonly TracedMethod[],
  options: WrapOptions,
): Client {
  traceMethods(client, methods, options);
  const { withOptions } = asRecord(client);
  if (typeof withOptions !== "function" || traced in withOptions) return client;
  const copy = (...args: readonly unknown[]): unknown => {
    const made: unknown = Reflect.apply(withOptions, client, args);
    return typeof made === "object" && made !== null ? traceClient(made, methods, options) : made;
  };
  const value = Object.assign(copy, { [traced]: true });
  Object.defineProperty(client, "withOptions", { value, writable: true, configurable: true });
  return client;
}

/** Of a class, or of the module that has it. A class may have another one under its own name, which is no client. */
export function traceClassMethods(
  classOrModule: object,
  className: string,
  methods: readonly TracedMethod[],
): void {
  for (const path of [[], [className], ["default"]]) {
    const owner = readPath(classOrModule, path);
    if (owner !== undefined) traceMethods(owner, methods, {});
  }
}

function wrapMethod(
  method: Method,
  describe: TracedMethod["describe"],
  tracer: WrapOptions["tracer"],
): Method {
  const wrapped = function (this: unknown, ...args: readonly unknown[]): unknown {
    return traceCall(
      tracer?.core,
      () => describe(asRecord(args[0])),
      () => Reflect.apply(method, this, args),
    );
  };
  for (const key of ["name", "length"] as const) {
    Object.defineProperty(wrapped, key, { value: method[key], configurable: true });
  }
  return Object.assign(wrapped, { [traced]: true });
}
