import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { startClickHouse } from "@honeyhive/testing";
import { expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";

import { runNode } from "../support/run-node.js";

const folder = fileURLToPath(new URL("../../deploy/", import.meta.url));
const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));

test("ClickHouse reads the configuration of the cluster", async () => {
  await using clickhouse = await startClickHouse({
    configuration: [`${folder}clickhouse/cluster.xml`],
    environment: { CLICKHOUSE_SHARD: "2", HOSTNAME: "replica-7", CLICKHOUSE_INTERNAL_SECRET: "s" },
  });
  const [node] = clickhouse.nodes;
  const hosts = await node?.ask(
    "SELECT shard_num, replica_num, host_name, port FROM system.clusters WHERE cluster = 'main' ORDER BY ALL",
  );
  expect(hosts).toBe(
    [
      "1\t1\tclickhouse-shard1-0.clickhouse\t9000",
      "1\t2\tclickhouse-shard1-1.clickhouse\t9000",
      "2\t1\tclickhouse-shard2-0.clickhouse\t9000",
      "2\t2\tclickhouse-shard2-1.clickhouse\t9000",
    ].join("\n"),
  );
  expect(await node?.ask("SELECT getMacro('shard'), getMacro('replica')")).toBe("2\treplica-7");
});

test("ClickHouse understands every statement of the documentation, and the grants of the user", async () => {
  await using clickhouse = await startClickHouse();
  const readme = await readFile(`${folder}README.md`, "utf8");
  const users = await readFile(`${folder}clickhouse/users.xml`, "utf8");
  const documented = readme.match(/^ {4}(?:ALTER|BACKUP|RESTORE)[^;]+/gm) ?? [];
  // To whom is said by where they stand.
  const grants = [...users.matchAll(/<query>(.+)<\/query>/g)].map(
    ([, query = ""]) => `${query} TO honeyhive`,
  );
  expect({ documented: documented.length, grants: grants.length }).toEqual({
    documented: 5,
    grants: 5,
  });
  for (const sql of [...documented, ...grants]) {
    const text = sql.trim().replaceAll("'", "''");
    expect(await clickhouse.nodes[0]?.ask(`SELECT formatQuerySingleLine('${text}')`)).toBeTruthy();
  }
});

test("every host that a server is told of is one of the cluster, in Compose and in Kubernetes", async () => {
  const cluster = await readFile(`${folder}clickhouse/cluster.xml`, "utf8");
  const known = [...cluster.matchAll(/<host>(clickhouse-[^<]+)<\/host>/g)].map((found) => found[1]);
  expect(known).toHaveLength(4);
  for (const file of ["compose.yaml", "kubernetes/server.yaml"]) {
    const address = /clickhouse:\/\/honeyhive:[^@]+@(?<hosts>[^/]+)\/honeyhive\?cluster=main/.exec(
      await readFile(folder + file, "utf8"),
    );
    expect({ file, hosts: address?.groups?.["hosts"]?.split(",") }).toEqual({ file, hosts: known });
  }
});

test("what Compose, Kubernetes and the image set are settings of a server, on the port that it is asked on", async () => {
  const compose = parse(await readFile(`${folder}compose.yaml`, "utf8"), {
    merge: true,
  }) as Compose;
  const manifests = await readFile(`${folder}kubernetes/server.yaml`, "utf8");
  const [service, deployment] = parseAllDocuments(manifests).map(
    (document) => document.toJS() as Manifest,
  );
  const image = await readFile(`${folder}Dockerfile`, "utf8");
  // Whatever else is optional, such as the package of OTLP over gRPC, is a setting away.
  const left = /rm -r (?<folders>.*)$/m.exec(image)?.groups?.["folders"]?.split(" ") ?? [];
  expect(image).not.toContain("--omit=optional");
  expect(left.map((path) => existsSync(`${folder}../${path}`))).toEqual([true, true]);
  const ofImage = Object.fromEntries(
    [...image.matchAll(/(HONEYHIVE_\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
  );
  const pod = deployment?.spec.template?.spec;
  const [container] = pod?.containers ?? [];
  const ofPod = (container?.env ?? []).map(({ name, value }) => [name, value ?? "given"] as const);
  const ofCompose = Object.entries(compose.services["server-1"]?.environment ?? {}).map(
    ([name, value]) => [name, value.replace(/\$\{\w+:-(\w*)\}/, "$1").replace(/\$\{\w+:\?\}/, "p")],
  );
  for (const given of [ofPod, ofCompose]) {
    const environment = { ...ofImage, ...(Object.fromEntries(given) as Record<string, string>) };
    const args = ["serve", "--print-config", "--json"];
    const { stdout, stderr } = await runNode({ program: bin, cwd: folder, environment, args });
    expect(stderr).toBe("");
    const settings = JSON.parse(stdout) as { name: string; value: unknown; source: string }[];
    const names = Object.entries(environment).filter(
      ([name, value]) => name.startsWith("HONEYHIVE_") && value !== "",
    );
    expect(settings.filter(({ source }) => source === "environment")).toHaveLength(names.length);
    expect(settings).toContainEqual({ name: "port", value: 4747, source: "environment" });
    expect(settings).toContainEqual({ name: "host", value: "0.0.0.0", source: "environment" });
  }
  // Kubernetes would set HONEYHIVE_PORT to the address of the service.
  expect([service?.metadata.name, pod?.enableServiceLinks]).toEqual(["honeyhive", false]);
  expect(service?.spec.ports?.[0]?.targetPort).toBe(4747);
  expect(container?.ports).toEqual([{ containerPort: 4747 }]);
  expect([container?.livenessProbe, container?.readinessProbe]).toMatchObject([
    { httpGet: { path: "/health", port: 4747 } },
    { httpGet: { path: "/ready", port: 4747 } },
  ]);
  expect(compose.services["proxy"]?.command).toEqual(
    expect.arrayContaining(["server-1:4747", "server-2:4747"]),
  );
});

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      {
        readonly environment?: Readonly<Record<string, string>>;
        readonly command?: readonly string[];
      }
    >
  >;
}

interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly ports?: readonly { readonly targetPort: number }[];
    readonly template?: {
      readonly spec: {
        readonly enableServiceLinks?: boolean;
        readonly containers: readonly {
          readonly env: readonly { readonly name: string; readonly value?: string }[];
          readonly ports: readonly object[];
          readonly livenessProbe: object;
          readonly readinessProbe: object;
        }[];
      };
    };
  };
}

test("the manifests are YAML, and use only services, secrets and files that there are", async () => {
  const files = ["compose.yaml", "kustomization.yaml"].concat(
    (await readdir(`${folder}kubernetes`)).map((name) => `kubernetes/${name}`),
  );
  for (const file of files) {
    const text = await readFile(folder + file, "utf8");
    const documents = parseAllDocuments(text, { merge: true });
    const problems = documents.flatMap((document) => [...document.errors, ...document.warnings]);
    expect({ file, problems }).toEqual({ file, problems: [] });
    for (const [, path = ""] of text.matchAll(/"\.\/([^:"]+):/g)) await readFile(folder + path);
  }
  const kustomization = await readFile(`${folder}kustomization.yaml`, "utf8");
  for (const [path] of kustomization.matchAll(/(?:kubernetes|clickhouse|keeper)\/[\w.-]+/g)) {
    await readFile(folder + path);
  }
});
