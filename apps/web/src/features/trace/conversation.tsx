import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { JsonView } from "../../components/value/json-view.js";
import { TextView } from "../../components/value/text-view.js";
import { ValueView } from "../../components/value/value-view.js";
import type { ChatMessage } from "./model/conversation.js";
import { Media } from "./media.js";
import { MessageFile } from "./message-file.js";
import type { MessagePart } from "./model/message-parts.js";

const roleColors: Readonly<Record<string, string>> = {
  system: "border-l-line-strong",
  developer: "border-l-line-strong",
  user: "border-l-chain",
  assistant: "border-l-model",
  tool: "border-l-tool",
  function: "border-l-tool",
};

export function Conversation(props: {
  /** The event that says it, and that keeps its images. */
  readonly eventId: string;
  readonly messages: readonly ChatMessage[];
}): ReactNode {
  return (
    <section aria-label="Conversation">
      <h3 className="mb-1 text-xs font-semibold text-muted">Conversation</h3>
      <ol className="flex flex-col gap-2">
        {props.messages.map((message, index) => (
          // Messages have no ids and never move.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={index}>
            <Message eventId={props.eventId} message={message} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Message({
  eventId,
  message,
}: {
  readonly eventId: string;
  readonly message: ChatMessage;
}): ReactNode {
  const isAnswer = message.direction === "output";
  return (
    <div
      className={`flex flex-col gap-2 rounded-md border border-l-4 border-line px-3 py-2 ${
        roleColors[message.role] ?? "border-l-line-strong"
      } ${isAnswer ? "bg-honey-soft/60" : "bg-canvas"}`}
    >
      <div className="flex items-center gap-2 text-xs">
        <span className="font-semibold">{message.role}</span>
        {message.name !== undefined && (
          <span className="truncate font-mono text-faint">{message.name}</span>
        )}
        {isAnswer && <Badge tone="neutral">output</Badge>}
        {message.finishReason !== undefined && (
          <span className="ml-auto text-faint">{message.finishReason}</span>
        )}
      </div>
      {message.parts.length === 0 && <p className="text-faint">no content</p>}
      {message.parts.map((part, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <Part key={index} eventId={eventId} part={part} />
      ))}
    </div>
  );
}

function Part({
  eventId,
  part,
}: {
  readonly eventId: string;
  readonly part: MessagePart;
}): ReactNode {
  switch (part.kind) {
    case "text":
      return <TextView text={part.text} />;
    case "thinking":
      return (
        <details>
          <summary className="text-xs text-muted">Thinking</summary>
          <div className="mt-1 text-muted italic">
            <TextView text={part.text} />
          </div>
        </details>
      );
    case "image":
    case "audio":
      return <Media eventId={eventId} kind={part.kind} url={part.url} />;
    case "file":
      return <MessageFile eventId={eventId} file={part} />;
    case "tool-call":
      return (
        <div className="rounded border border-line bg-surface px-2 py-1.5">
          <div className="text-xs">
            <span className="text-tool">calls</span>{" "}
            <span className="font-mono font-semibold">{part.name}</span>
          </div>
          {part.arguments !== undefined && <ValueView value={part.arguments} />}
        </div>
      );
    case "tool-result":
      return <ValueView value={part.value} />;
    case "json":
      return <JsonView value={part.value} />;
    default:
      part satisfies never;
      return null;
  }
}
