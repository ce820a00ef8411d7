import type { TracerCore } from "../../core/tracer-core.js";
import { asRecord, type AnyRecord } from "../../model-clients/read.js";
import type { OpenSpan } from "../../operations/open-span.js";

/** One `generateText`, `streamText`, `embed` … from its start to its end. */
export interface Operation {
  readonly root: OpenSpan;
  /** The model call that runs. */
  model: OpenSpan | undefined;
  /** How many there have been. */
  calls: number;
  /** Ends that with what its stream has given. */
  leaveModel: (() => void) | undefined;
  readonly tools: Map<unknown, OpenSpan>;
  /** The outputs of the latest model call: all that is known of an operation that is left. */
  answer: AnyRecord | undefined;
  /** Ends it before its end. */
  readonly leave: () => void;
  readonly core: TracerCore;
}

/** The operations that run. */
export class Operations {
  private readonly running = new Map<unknown, Operation>();

  open(callId: unknown, core: TracerCore, root: OpenSpan): void {
    const operation: Operation = {
      root,
      model: undefined,
      calls: 0,
      leaveModel: undefined,
      tools: new Map(),
      answer: undefined,
      leave: () => this.leave(callId),
      core,
    };
    this.running.set(callId, operation);
    core.openWork.add(operation.leave);
  }

  /** The one that an event is of. */
  find(event: unknown): Operation | undefined {
    return this.running.get(asRecord(event)["callId"]);
  }

  /** Ends the one that an event is of, with what `conclude` adds to it. */
  end(event: unknown, conclude: (operation: Operation) => void): void {
    const operation = this.find(event);
    if (operation === undefined) return;
    this.running.delete(asRecord(event)["callId"]);
    operation.core.openWork.delete(operation.leave);
    conclude(operation);
    for (const tool of operation.tools.values()) tool.end();
    operation.model?.end();
    operation.root.end();
  }

  private leave(callId: unknown): void {
    this.running.get(callId)?.leaveModel?.();
    this.end({ callId }, ({ root, answer }) => {
      root.enrich({ outputs: answer, metadata: { aborted: true } });
    });
  }
}
