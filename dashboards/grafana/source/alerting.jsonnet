// Grafana's own alert rules, as `make dashboards` writes them.
'# Made from prometheus/alerts.yml by `make dashboards`; change that, not this.\n'
+ std.manifestYamlDoc(import 'provisioning.libsonnet')
