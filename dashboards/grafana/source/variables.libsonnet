// The variables that dashboards choose by.
local datasource = { type: 'prometheus', uid: '${datasource}' };

local query(name, label, text, description) = {
  name: name,
  label: label,
  description: description,
  type: 'query',
  datasource: datasource,
  query: { query: text, refId: 'StandardVariableQuery' },
  refresh: 2,
  sort: 1,
  hide: 0,
  skipUrlSync: false,
  regex: '',
  options: [],
  multi: true,
  includeAll: true,
  allValue: '.+',
  current: { selected: true, text: ['All'], value: ['$__all'] },
};

{
  datasource: {
    name: 'datasource',
    label: 'Data source',
    description: 'The Prometheus that scrapes opus-exporter.',
    type: 'datasource',
    query: 'prometheus',
    refresh: 1,
    hide: 0,
    skipUrlSync: false,
    regex: '',
    options: [],
    multi: false,
    includeAll: false,
  },
  server: query('server', 'opsi server', 'label_values(opsi_up, server)', 'opsi servers.'),
  depot: query('depot', 'Depot', 'label_values(opsi_clients{server=~"$server"}, depot)', 'Depots of the servers.'),
  // Several groups can be compared; all of them would be a list without an end.
  group: query('group', 'Group', 'label_values(opsi_group_clients{server=~"$server"}, group)', 'Host groups; choose several to compare them.')
         { includeAll: false, allValue: null, current: {} },
  // Not label_values(): where the product families are off, this says so by having no values.
  product: query('product', 'Product', 'query_result(max by (product) (opsi_product_clients_failed{server=~"$server"} or opsi_product_version_clients_failed{server=~"$server"}))', 'Products; those that failed alone where the exporter runs without --collector.products.')
           { regex: '/product="([^"]+)"/' },
  job: query('job', 'Job', 'label_values(opsi_exporter_build_info, job)', 'Jobs of prometheus.yml that scrape exporters.'),
  instance: query('instance', 'Instance', 'label_values(opsi_exporter_build_info{job=~"$job"}, instance)', 'Exporters.'),
}
