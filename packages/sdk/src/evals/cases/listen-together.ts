import { processState } from "../../core/process-state.js";

type ProcessEvent = "exit" | "SIGINT" | "SIGTERM" | "uncaughtException" | "unhandledRejection";

/** @returns true when the event was for it alone */
type Member = (argument: unknown) => unknown;

/**
 * Listens to an event of the process through one listener for all evaluations that run: Node warns of more than ten. The
 * latest is asked first, as an evaluation may run within a case of another.
 *
 * @param otherwise called when the event was for none of them
 * @returns stops listening
 */
export function listenTogether(
  event: ProcessEvent,
  member: Member,
  otherwise: (argument: unknown) => void = () => undefined,
): () => void {
  const { members } = processState.sharedListeners.get(event) ?? install(event, otherwise);
  members.add(member);
  return () => {
    members.delete(member);
    if (members.size === 0 && processState.sharedListeners.get(event)?.members === members) {
      stopListening(event);
    }
  };
}

/** For all of them. */
export function stopListening(event: ProcessEvent): void {
  const shared = processState.sharedListeners.get(event);
  if (shared !== undefined) process.removeListener(event, shared.listener);
  processState.sharedListeners.delete(event);
}

/** Whether there are listeners besides, but for the exit hooks of tracers: those end the program as it would have ended. */
export function hasOtherListeners(event: ProcessEvent): boolean {
  const shared = processState.sharedListeners.get(event)?.listener;
  return process
    .listeners(event as "exit")
    .some((listener) => listener !== shared && !processState.exitSignalListeners.has(listener));
}

function install(
  event: string,
  otherwise: (argument: unknown) => void,
): { readonly members: Set<Member> } {
  const members = new Set<Member>();
  const listener = (argument: unknown): void => {
    const isTaken = [...members].toReversed().some((member) => member(argument) === true);
    if (!isTaken) otherwise(argument);
  };
  // Of a signal before the others, some of which count how many there are.
  if (event === "SIGINT" || event === "SIGTERM") process.prependListener(event, listener);
  else process.on(event, listener);
  processState.sharedListeners.set(event, { listener, members });
  return { members };
}
