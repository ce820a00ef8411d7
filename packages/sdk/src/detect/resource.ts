import type { Attributes } from "@opentelemetry/api";

import { processState, type Detection } from "../core/process-state.js";

const maxResources = 64;

/**
 * The resource of a tracer: what is known of it, over what the machine says of itself. Git is asked once for the
 * process, in the background, and the first batch waits for its answer.
 */
export function obtainResource(known: Readonly<Attributes>, asksGit: boolean): Attributes {
  const key = JSON.stringify([known, asksGit]);
  const shared = processState.resources.get(key);
  if (shared !== undefined) return shared;
  const resource: Attributes = { ...describeMachine(), ...known };
  if (asksGit) {
    const detection = (processState.detection ??= startDetection());
    const fill = (): void => {
      for (const [name, value] of Object.entries(detection.attributes)) resource[name] ??= value;
    };
    if (detection.pending === undefined) fill();
    else void detection.pending.then(fill);
  }
  if (processState.resources.size < maxResources) processState.resources.set(key, resource);
  return resource;
}

/** Git's answer for the folder of the process, asked once. */
export async function gitAttributes(): Promise<Attributes> {
  const detection = (processState.detection ??= startDetection());
  await detection.pending;
  return detection.attributes;
}

function describeMachine(): Attributes {
  const { arch, hostname, platform, release } = process.getBuiltinModule("node:os");
  return {
    "telemetry.sdk.language": "nodejs",
    "telemetry.sdk.name": "honeyhive",
    "process.pid": process.pid,
    "process.runtime.name": "nodejs",
    "process.runtime.version": process.versions.node,
    "os.type": platform(),
    "os.version": release(),
    "host.name": hostname(),
    "host.arch": arch(),
  };
}

function startDetection(): Detection {
  const attributes: Attributes = {};
  const detection: Detection = { attributes, pending: undefined };
  detection.pending = detect(attributes).then(() => {
    // After those who wait for it have read the attributes.
    setImmediate(() => (detection.pending = undefined));
  });
  return detection;
}

async function detect(attributes: Attributes): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  const { detectGit } = await import("./git.js");
  Object.assign(attributes, await detectGit(process.cwd()));
}
