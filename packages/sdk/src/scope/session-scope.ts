import { activeContext, currentScope, runInScope } from "./active-scope.js";
import { nestScope } from "../core/scope.js";
import type { OwnSessionOptions } from "../session/session-options.js";
import type { TracerCore } from "../core/tracer-core.js";
import { currentCore } from "./current-core.js";

/**
 * Runs `fn` in a session of its own, of the tracer that is active here or the default one: one per request,
 * conversation or job. Without a tracer `fn` just runs.
 */
export function runWithSession<Result>(
  options: OwnSessionOptions,
  fn: (sessionId: string | undefined) => Result,
): Result {
  const core = currentCore();
  return core === undefined || !core.isEnabled ? fn(undefined) : runInSession(core, options, fn);
}

export function runInSession<Result>(
  core: TracerCore,
  options: OwnSessionOptions,
  fn: (sessionId: string) => Result,
): Result {
  const session = core.session.sibling(options);
  session.start();
  const scope = nestScope({ core, session, span: undefined }, currentScope());
  return runInScope(scope, activeContext(), () => fn(session.id));
}
