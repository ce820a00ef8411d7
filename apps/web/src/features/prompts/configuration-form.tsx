import { configurationEnvironments, type Configuration } from "@honeyhive/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactNode } from "react";

import { DialogForm } from "../../components/dialog/dialog-form.js";
import { SelectField } from "../../components/form/select-field.js";
import { TextArea } from "../../components/form/text-area.js";
import { TextField } from "../../components/form/text-field.js";
import { useApi } from "../../lib/api/api-context.js";
import { isFilledIn } from "../../lib/form/is-filled-in.js";
import { useIsShown } from "../../lib/hooks/use-is-shown.js";
import {
  configurationField,
  readConfigurationDraft,
  readParameters,
} from "./model/configuration-draft.js";
import { trialVariables } from "./model/trial.js";
import { configurationsKey } from "./queries.js";
import { TemplateFields, type KeyedMessage } from "./template-fields.js";
import { TryPrompt } from "./try-prompt.js";

const exampleTemplate = [
  { role: "system", content: "You answer questions of customers. Be brief." },
  { role: "user", content: "{{question}}" },
];

/** Changes a prompt, or makes one. */
export function ConfigurationForm(props: {
  /** Undefined for a new one. */
  readonly configuration: Configuration | undefined;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}): ReactNode {
  const { configuration, onClose } = props;
  const parameters = readParameters(configuration?.parameters ?? { template: exampleTemplate });
  const [messages, setMessages] = useState<readonly KeyedMessage[]>(() =>
    parameters.messages.map((message, key) => ({ ...message, key })),
  );
  const form = useRef<HTMLFormElement>(null);
  const save = useSave(props);
  return (
    <>
      <DialogForm
        ref={form}
        title={configuration === undefined ? "New prompt" : "Edit prompt"}
        submit={configuration === undefined ? "Create" : "Save"}
        mutation={save}
        onCancel={onClose}
      >
        <ModelFields configuration={configuration} parameters={parameters} />
        <TemplateFields messages={messages} onChange={setMessages} />
        <TextArea
          name={configurationField.rest}
          label="Other parameters, a JSON object"
          defaultValue={JSON.stringify(parameters.rest, null, 2)}
          rows={4}
          isCode
        />
        <Environments chosen={configuration?.env ?? []} />
        <TextField
          name={configurationField.tags}
          label="Tags, separated by commas"
          defaultValue={configuration?.tags.join(", ")}
        />
      </DialogForm>
      <div className="mt-4 border-t border-line pt-3">
        <TryPrompt
          title="Try it before you save"
          variables={
            trialVariables(messages.length > 0 ? { template: messages } : parameters.rest) ?? []
          }
          isReady={() => form.current !== null && isFilledIn(form.current, configurationField.name)}
          read={() =>
            readConfigurationDraft(new FormData(form.current ?? undefined), configuration)
          }
          current={undefined}
        />
      </div>
    </>
  );
}

function ModelFields(props: {
  readonly configuration: Configuration | undefined;
  readonly parameters: ReturnType<typeof readParameters>;
}): ReactNode {
  const { configuration, parameters } = props;
  const [callType, setCallType] = useState(parameters.callType);
  return (
    <>
      <TextField
        name={configurationField.name}
        label="Name, which programs load it by"
        isRequired
        defaultValue={configuration?.name}
      />
      <div className="grid gap-3 sm:grid-cols-3">
        <TextField
          name={configurationField.provider}
          label="Provider"
          example="openai"
          isRequired
          defaultValue={configuration?.provider}
        />
        <TextField
          name={configurationField.model}
          label="Model"
          example="gpt-5-mini"
          isRequired
          defaultValue={parameters.model}
        />
        <SelectField
          name={configurationField.callType}
          label="Call"
          value={callType}
          options={[
            { value: "chat", label: "chat" },
            { value: "completion", label: "completion" },
          ]}
          onChange={setCallType}
        />
      </div>
    </>
  );
}

function useSave(props: {
  readonly configuration: Configuration | undefined;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}) {
  const { configuration } = props;
  const api = useApi();
  const cache = useQueryClient();
  const isShown = useIsShown();
  return useMutation({
    mutationFn: async (form: FormData) => {
      const body = readConfigurationDraft(form, configuration);
      if (configuration === undefined) {
        return (await api.call("createConfiguration", { body })).insertedId;
      }
      const params = { configuration_id: configuration.id };
      await api.call("updateConfiguration", { params, body });
      return configuration.id;
    },
    onSuccess: async (id) => {
      await cache.invalidateQueries({ queryKey: configurationsKey(api) });
      if (!isShown()) return;
      props.onClose();
      props.onSaved(id);
    },
  });
}

function Environments({ chosen }: { readonly chosen: readonly string[] }): ReactNode {
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="mb-1 text-xs text-muted">Environments</legend>
      {configurationEnvironments.map((env) => (
        <label key={env} className="inline-flex items-center gap-1.5">
          <input
            type="checkbox"
            name={configurationField.env}
            value={env}
            defaultChecked={chosen.includes(env)}
            className="size-3.5 accent-honey-solid"
          />
          {env}
        </label>
      ))}
    </fieldset>
  );
}
