import {
  configurationEnvironments,
  type Configuration,
  type ConfigurationInput,
  type JsonObject,
} from "@honeyhive/contract";

import { parseObject } from "../../../lib/form/parse-object.js";
import { asObject } from "../../../lib/form/read-json.js";

/** A message of a prompt's template. */
export interface TemplateMessage {
  readonly role: string;
  readonly content: string;
}

/** Parts of `parameters` that have fields of their own; the rest is JSON. */
interface Parameters {
  readonly callType: "chat" | "completion";
  readonly model: string;
  readonly messages: readonly TemplateMessage[];
  readonly rest: JsonObject;
}

/** A template of another shape than a list of messages stays in the rest. */
export function readParameters(parameters: JsonObject): Parameters {
  const { call_type: callType, model, template, ...rest } = parameters;
  const messages = toMessages(template);
  return {
    callType: callType === "completion" ? "completion" : "chat",
    model: typeof model === "string" ? model : "",
    messages: messages ?? [],
    rest: template === undefined || messages !== undefined ? rest : { ...rest, template },
  };
}

function toMessages(template: unknown): readonly TemplateMessage[] | undefined {
  if (!Array.isArray(template)) return undefined;
  const messages = template.flatMap((item): readonly TemplateMessage[] => {
    const message = asObject(item);
    const [role, content] = [message?.["role"], message?.["content"]];
    const isPlain = message !== undefined && Object.keys(message).length === 2;
    return isPlain && typeof role === "string" && typeof content === "string"
      ? [{ role, content }]
      : [];
  });
  return messages.length === template.length ? messages : undefined;
}

/** Names of the form's fields; each message has one `role` and one `content`. */
export const configurationField = {
  name: "name",
  provider: "provider",
  model: "model",
  callType: "callType",
  role: "role",
  content: "content",
  rest: "rest",
  env: "env",
  tags: "tags",
} as const;

/** The configuration that a filled-in form describes. */
export function readConfigurationDraft(
  form: FormData,
  before: Configuration | undefined,
): ConfigurationInput {
  const read = (field: string): string => textOf(form.get(field)).trim();
  const roles = form.getAll(configurationField.role).map(textOf);
  const contents = form.getAll(configurationField.content).map(textOf);
  const template = roles.map((role, index) => ({ role, content: contents[index] ?? "" }));
  const rest = parseObject("Other parameters", read(configurationField.rest)) ?? {};
  const chosen = form.getAll(configurationField.env).map(textOf);
  return {
    name: read(configurationField.name),
    provider: read(configurationField.provider),
    type: before?.type ?? "LLM",
    parameters: {
      ...rest,
      call_type: read(configurationField.callType),
      model: read(configurationField.model),
      ...(template.length === 0 ? {} : { template }),
    },
    env: configurationEnvironments.filter((env) => chosen.includes(env)),
    tags: read(configurationField.tags)
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  };
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === "string" ? value : "";
}
