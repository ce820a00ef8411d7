/** Programs that load what the page shows, with the published SDK. */
export function configurationSnippet(name: string): string {
  return `import { HoneyHive } from "honeyhive";

const client = new HoneyHive();
const [configuration] = await client.configurations.getConfigurations(
  undefined,
  undefined,
  ${JSON.stringify(name)},
);
const { model, template } = configuration.parameters;
`;
}

export function toolSnippet(name: string): string {
  return `import { HoneyHive } from "honeyhive";

const client = new HoneyHive();
const tools = await client.tools.getTools();
const tool = tools.find(({ name }) => name === ${JSON.stringify(name)});
`;
}
