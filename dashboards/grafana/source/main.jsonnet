// What `make dashboards` writes: the dashboards, and Grafana's own alert rules from alerts.yml.
// Provisioning files hold the same as JSON, which is YAML, too.
local json(value) = std.manifestJsonEx(value, '  ') + '\n';

{
  'fleet.json': json(import 'fleet.libsonnet'),
  'group.json': json(import 'group.libsonnet'),
  'products.json': json(import 'products.libsonnet'),
  'exporter.json': json(import 'exporter.libsonnet'),
  'provisioning/alerting/opus.yaml':
    '# Made from prometheus/alerts.yml by `make dashboards`; change that, not this.\n'
    + std.manifestYamlDoc(import 'provisioning.libsonnet') + '\n',
}
