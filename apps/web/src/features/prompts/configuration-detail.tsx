import type { Configuration } from "@honeyhive/contract";
import type { ReactNode } from "react";

import { CodeBlock } from "../../components/value/code-block.js";
import { DeleteButton } from "../../components/dialog/delete-button.js";
import { DetailPanel } from "../../components/detail-panel.js";
import { DialogButton } from "../../components/dialog/dialog-button.js";
import { Section } from "../../components/section.js";
import { TextView } from "../../components/value/text-view.js";
import { useApi } from "../../lib/api/api-context.js";
import { ConfigurationForm } from "./configuration-form.js";
import { readParameters } from "./model/configuration-draft.js";
import { trialVariables } from "./model/trial.js";
import { configurationSnippet } from "./model/snippets.js";
import { configurationsKey } from "./queries.js";
import { TryPrompt } from "./try-prompt.js";

export function ConfigurationDetail(props: {
  readonly configuration: Configuration;
  readonly onClose: () => void;
}): ReactNode {
  const { configuration, onClose } = props;
  const { messages, rest } = readParameters(configuration.parameters);
  const variables = trialVariables(configuration.parameters);
  return (
    <DetailPanel
      label="prompt"
      title={configuration.name}
      actions={<Actions {...props} />}
      onClose={onClose}
    >
      <Facts configuration={configuration} />
      {messages.map(({ role, content }, place) => (
        // Messages have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <section key={place} aria-label={`Message of ${role}`}>
          <h3 className="mb-1 text-xs font-semibold text-muted">{role}</h3>
          <div className="rounded-md border border-line bg-canvas px-3 py-2">
            <TextView text={content} />
          </div>
        </section>
      ))}
      {variables !== undefined && (
        <TryPrompt
          title="Try it"
          variables={variables}
          read={() => configuration}
          current={configuration.parameters}
        />
      )}
      <Section title="Other parameters" value={rest} isHiddenWhenEmpty />
      <Section title="User properties" value={configuration.user_properties} isHiddenWhenEmpty />
      <section>
        <h3 className="mb-1 text-xs font-semibold text-muted">Load it in a program</h3>
        <CodeBlock
          label="Copy the program that loads it"
          text={configurationSnippet(configuration.name)}
        />
      </section>
    </DetailPanel>
  );
}

function Facts({ configuration }: { readonly configuration: Configuration }): ReactNode {
  const { callType, model } = readParameters(configuration.parameters);
  const facts = [
    ["Model", model],
    ["Provider", configuration.provider],
    ["Call", callType],
    ["Environments", configuration.env.join(", ")],
    ["Tags", configuration.tags.join(", ")],
  ] as const;
  return (
    <dl className="flex flex-wrap gap-x-5 gap-y-1">
      {facts.map(
        ([label, value]) =>
          value !== "" && (
            <div key={label}>
              <dt className="text-xs text-faint">{label}</dt>
              <dd className="font-medium">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Actions(props: {
  readonly configuration: Configuration;
  readonly onClose: () => void;
}): ReactNode {
  const { configuration, onClose } = props;
  const api = useApi();
  return (
    <>
      <DialogButton text="Edit" look="quiet" label="Edit prompt">
        {(onDone) => (
          <ConfigurationForm configuration={configuration} onClose={onDone} onSaved={() => {}} />
        )}
      </DialogButton>
      <DeleteButton
        title={`the prompt ${configuration.name}`}
        onDelete={() =>
          api.call("deleteConfiguration", { params: { configuration_id: configuration.id } })
        }
        onDeleted={onClose}
        queryKey={configurationsKey(api)}
      >
        <p>Programs that load it by its name find none from then on. Traces made with it stay.</p>
      </DeleteButton>
    </>
  );
}
