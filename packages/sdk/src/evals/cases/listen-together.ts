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

function install(
  event: string,
  otherwise: (argument: unknown) => void,
): { readonly members: Set<Member> } {
  const members = new Set<Member>();
  const listener = (argument: unknown): void => {
    const isTaken = [...members].toReversed().some((member) => member(argument) === true);
    if (!isTaken) otherwise(argument);
  };
  process.on(event, listener);
  processState.sharedListeners.set(event, { listener, members });
  return { members };
}
