// The dashboards, as `make dashboards` writes them.
{
  'fleet.json': import 'fleet.libsonnet',
  'group.json': import 'group.libsonnet',
  'products.json': import 'products.libsonnet',
  'exporter.json': import 'exporter.libsonnet',
}
