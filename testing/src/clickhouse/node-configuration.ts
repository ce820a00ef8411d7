/** A small server that knows all shards of its cluster. */
export function nodeConfiguration(cluster: string, tcpPorts: readonly number[]): string {
  const shards = tcpPorts.map(
    (port) => `<shard><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`,
  );
  return `<clickhouse>
  <logger><level>none</level></logger>
  <max_server_memory_usage>1500000000</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <uncompressed_cache_size>0</uncompressed_cache_size>
  <background_pool_size>2</background_pool_size>
  <users_config>users.xml</users_config>
  <remote_servers><${cluster}>${shards.join("")}</${cluster}></remote_servers>
</clickhouse>
`;
}

/** The local user of the launcher has no password; \`guarded\` has one. */
export const usersConfiguration = `<clickhouse>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
  <users>
    <default>
      <password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
      <access_management>1</access_management>
    </default>
    <guarded>
      <password>s3cret</password><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota>
    </guarded>
  </users>
</clickhouse>
`;
