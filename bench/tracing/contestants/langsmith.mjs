import { sessionId } from "../lib/payload.mjs";

export const label = "langsmith";
export const packages = { langsmith: "0.10.5" };
export const imports = ["langsmith", "langsmith/traceable"];

export async function setUp({ url, load }) {
  const { Client, RunTree } = await load("langsmith");
  const { traceable, withRunTree } = await load("langsmith/traceable");
  const createClient = () => new Client({ apiUrl: url, apiKey: "key" });
  const client = createClient();
  return {
    wrap: (fn) => traceable(fn, { name: fn.name, client, tracingEnabled: true }),
    // The session is a run that is never sent: it only hands its metadata down.
    inSession: (index, fn) =>
      withRunTree(
        new RunTree({
          name: "session",
          client,
          tracingEnabled: true,
          metadata: { session_id: sessionId(index) },
        }),
        fn,
      ),
    createInstance: createClient,
    flush: () => client.awaitPendingTraceBatches(),
    close: () => client.awaitPendingTraceBatches(),
  };
}
