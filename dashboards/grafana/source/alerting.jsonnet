// Grafana's own alert rules, as `make dashboards` writes them.
'# Made from prometheus/alerts.template.yml by `make dashboards`; change that, not this.\n'
+ std.manifestYamlDoc((import '../../mixin.libsonnet').grafanaAlerting)
