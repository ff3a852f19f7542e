// Dashboards and alerts for who keeps them with jsonnet-bundler; our own files are made from it, too.
(import 'config.libsonnet') {
  local read = import 'grafana/source/yaml.libsonnet',
  local groups(yaml) = read(yaml).groups,
  local config = $._config,

  // The alerts as a file to be loaded, comments included.
  alertsFile:: (import 'grafana/source/alerts.libsonnet')(config),

  prometheusAlerts+:: { groups+: groups($.alertsFile) },
  prometheusRules+:: { groups+: groups(importstr 'prometheus/rules.yml') },

  grafanaDashboards+:: {
    'fleet.json': (import 'grafana/source/fleet.libsonnet')(config),
    'group.json': (import 'grafana/source/group.libsonnet')(config),
    'products.json': (import 'grafana/source/products.libsonnet')(config),
    'exporter.json': (import 'grafana/source/exporter.libsonnet')(config),
  },

  // The alerts for a Grafana that evaluates them itself.
  grafanaAlerting:: (import 'grafana/source/provisioning.libsonnet')($.prometheusAlerts.groups),
}
