// The first row of the fleet's dashboards: may these numbers be believed?
local p = import 'panels.libsonnet';

{
  reachable(width=6): p.stat(
    'opsi server',
    'Whether the last collection from the opsi server succeeded. While it is unreachable, the numbers below are the last ones that were read, and disappear once they are too old.',
    [['{{server}}', 'max by (server) (opsi_up{server=~"$server"})']],
    width=width,
    steps=[['red', null], ['green', 1]],
    mappings=[{
      type: 'value',
      options: {
        '0': { text: 'unreachable', color: 'red', index: 0 },
        '1': { text: 'reachable', color: 'green', index: 1 },
      },
    }],
    empty='No exporter: Prometheus has no opsi_up',
  ),

  age(width=6): p.stat(
    'Age of the numbers',
    'Time since a collection last succeeded. A few collection intervals are normal (60 s each by default); after five, the exporter withdraws the numbers rather than show old ones.',
    [['{{server}}', 'time() - max by (server) (opsi_exporter_last_collection_success_timestamp_seconds{server=~"$server"})']],
    unit='s',
    width=width,
    decimals=0,
    steps=[['green', null], ['orange', 180], ['red', 300]],
    empty='Nothing has been read yet',
  ),
}
