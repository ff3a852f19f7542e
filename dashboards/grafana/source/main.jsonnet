// The dashboards, as `make dashboards` writes them.
(import '../../mixin.libsonnet').grafanaDashboards
