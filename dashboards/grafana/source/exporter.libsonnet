// Exporter: whether opus itself is well, and what it costs.
function(config)
local p = import 'panels.libsonnet';
local v = import 'variables.libsonnet';

local scope = 'job=~"$job",instance=~"$instance"';
local server = scope + ',server=~"$server"';

local quantile(q) = 'histogram_quantile(%s, sum by (server, le) (rate(opsi_rpc_duration_seconds_bucket{%s}[$__rate_interval])))' % [q, server];
local noExporter = 'No exporter: is it a target of Prometheus?';
local rate(family) = 'rate(%s{%s}[$__rate_interval])' % [family, server];

p.dashboard(
  'opus-exporter',
  'opsi / Exporter',
  'opus-exporter and its reading of opsi: is it up, how long do collections take, which calls are slow or fail, what does it use.',
  [v.datasource, v.job, v.instance, v.server { query+: { query: 'label_values(opsi_up{job=~"$job",instance=~"$instance"}, server)' } }],
  [
    ['Is it well?', [
      p.stat(
        'Exporter',
        'Whether Prometheus can scrape the exporter.',
        [['{{instance}}', 'up{%s}' % scope]],
        steps=[['red', null], ['green', 1]],
        mappings=[{ type: 'value', options: { '0': { text: 'down', color: 'red', index: 0 }, '1': { text: 'up', color: 'green', index: 1 } } }],
        empty=noExporter,
      ),
      p.stat(
        'opsi server',
        'Whether the last collection from the opsi server succeeded.',
        [['{{server}}', 'opsi_up{%s}' % server]],
        steps=[['red', null], ['green', 1]],
        mappings=[{ type: 'value', options: { '0': { text: 'unreachable', color: 'red', index: 0 }, '1': { text: 'reachable', color: 'green', index: 1 } } }],
        empty=noExporter,
      ),
      p.stat(
        'Age of the numbers',
        'Time since a collection last succeeded.',
        [['{{server}}', 'time() - opsi_exporter_last_collection_success_timestamp_seconds{%s}' % server]],
        unit='s',
        decimals=0,
        steps=[['green', null], ['orange', 180], ['red', 300]],
        empty='Nothing has been read yet',
      ),
      p.stat(
        'Collection interval',
        'Time from the start of one collection to the start of the next, as configured.',
        [['{{server}}', 'opsi_exporter_collection_interval_seconds{%s}' % server]],
        unit='s',
        empty=noExporter,
      ),
      p.stat('Version', 'The version of opus-exporter.', [['{{version}}', 'opsi_exporter_build_info{%s}' % scope]], textMode='name', empty=noExporter),
      p.stat('Running for', 'Time since the exporter\'s process started. Small again and again: it crashes.', [['{{instance}}', 'time() - process_start_time_seconds{%s}' % scope]], unit='s', decimals=0, empty='Not known on this system'),
    ]],
    ['Collections', [
      p.lines(
        'Duration of a collection',
        'How long the last collection took, against the interval between two. Above the interval, collections are skipped.',
        [
          ['{{server}} duration', 'opsi_exporter_last_collection_duration_seconds{%s}' % server],
          ['{{server}} interval', 'opsi_exporter_collection_interval_seconds{%s}' % server],
        ],
        unit='s',
        width=8,
        empty='No collection has ended yet',
      ),
      p.lines(
        'Collections',
        'Collections that ended, and those left out as the one before was still running, a minute.',
        [
          ['{{server}} ended', '60 * ' + rate('opsi_exporter_collections_total')],
          ['{{server}} skipped', '60 * ' + rate('opsi_exporter_collections_skipped_total')],
        ],
        unit='cpm',
        width=8,
        empty=noExporter,
      ),
      p.lines(
        'Errors by reason',
        'Collections that failed, or that succeeded without a part, by reason, a minute. Only reasons that occur are shown; nothing is good news.',
        [['{{server}} {{reason}}', '60 * %s > 0' % rate('opsi_exporter_collection_errors_total')]],
        unit='cpm',
        width=8,
        empty='No errors',
      ),
    ]],
    ['Events', [
      p.lines(
        'Events',
        'Events that came from the opsi server, by its own names for them, a second. Nothing where they are not heard: then each collection asks for what changed.',
        [['{{server}} {{event}}', '%s > 0' % rate('opsi_exporter_events_total')]],
        unit='cps',
        width=8,
        empty='No events',
      ),
      p.lines(
        'Events are heard',
        '1 where the opsi server\'s events are heard, 0 where what changed is asked for with each collection; and how long the events that were counted last had waited.',
        [
          ['{{server}} heard', 'opsi_exporter_events_connected{%s}' % server],
          ['{{server}} seconds of lag', 'opsi_exporter_event_lag_seconds{%s}' % server],
        ],
        width=8,
        empty=noExporter,
      ),
      p.lines(
        'Full reads and mended rows',
        'Full reads by reason, gaps in the events, and rows that were found to be others than was known, an hour. Only what occurs is shown.',
        [
          ['{{server}} full read: {{reason}}', '3600 * %s > 0' % rate('opsi_exporter_full_reads_total')],
          ['{{server}} gaps', '3600 * %s > 0' % rate('opsi_exporter_event_gaps_total')],
          ['{{server}} mended rows', '3600 * %s > 0' % rate('opsi_exporter_mended_rows_total')],
        ],
        width=8,
        empty='Nothing of that kind',
      ),
    ]],
    ['Calls to opsi', [
      p.lines(
        'Calls by method',
        'Calls to the opsi server, a second.',
        [['{{method}}', 'sum by (method) (%s)' % rate('opsi_rpc_duration_seconds_count')]],
        unit='reqps',
        empty='No calls yet',
      ),
      p.lines(
        'Latency of calls',
        'Half, 95 % and 99 % of the calls were at most this slow, from request to decoded answer. Read from buckets, so only roughly.',
        [['{{server}} 50 %', quantile('0.5')], ['{{server}} 95 %', quantile('0.95')], ['{{server}} 99 %', quantile('0.99')]],
        unit='s',
        empty='No calls yet',
      ),
      p.lines(
        'Mean latency by method',
        'Mean duration of calls of each method. The slowest is what to look at on the opsi server.',
        [['{{method}}', 'sum by (method) (%s) / sum by (method) (%s)' % [rate('opsi_rpc_duration_seconds_sum'), rate('opsi_rpc_duration_seconds_count')]]],
        unit='s',
        width=8,
        empty='No calls yet',
      ),
      p.lines(
        'Failed calls',
        'Calls that failed in the end, repetitions included, a second.',
        [['{{method}}', 'sum by (method) (%s)' % rate('opsi_rpc_errors_total')]],
        unit='reqps',
        width=8,
        empty='No calls yet',
      ),
      p.lines(
        'Bytes read',
        'Bytes of the opsi server\'s answers as they crossed the network, a second.',
        [['{{method}}', 'sum by (method) (%s)' % rate('opsi_rpc_response_bytes_total')]],
        unit='Bps',
        width=8,
        empty='No calls yet',
      ),
    ]],
    ['Scrapes and process', [
      p.lines(
        'Duration of a scrape',
        'How long Prometheus takes to scrape the exporter. The answer lies ready, so this is network and load.',
        [['{{instance}}', 'scrape_duration_seconds{%s}' % scope]],
        unit='s',
        width=8,
        empty=noExporter,
      ),
      p.lines(
        'HTTP requests',
        'Requests that the exporter answered, by status, a second.',
        [['{{instance}} {{code}}', 'rate(opsi_exporter_http_requests_total{%s}[$__rate_interval])' % scope]],
        unit='reqps',
        width=8,
        empty=noExporter,
      ),
      p.table(
        'Series limits',
        'Families by product or client, and whether each is served or withheld, as it would have more series than its limit. Only families that were asked for are here; with several servers the worst counts.',
        ['family'],
        [['State', 'max by (family) (opsi_exporter_series_limit_exceeded{%s})' % server, [
          {
            id: 'mappings',
            value: [{ type: 'value', options: { '0': { text: 'served', color: 'green', index: 0 }, '1': { text: 'withheld', color: 'red', index: 1 } } }],
          },
          { id: 'custom.cellOptions', value: { type: 'color-text' } },
        ]]],
        width=8,
        height=8,
        empty='No family by product or client was asked for',
      ),
      p.lines(
        'Memory',
        'Resident memory of the exporter\'s process.',
        [['{{instance}} resident', 'process_resident_memory_bytes{%s}' % scope]],
        unit='bytes',
        width=8,
        empty='Not known on this system',
      ),
      p.lines(
        'CPU',
        'CPU time that the exporter uses: 100 % is one core.',
        [['{{instance}}', 'rate(process_cpu_seconds_total{%s}[$__rate_interval])' % scope]],
        unit='percentunit',
        width=8,
        empty='Not known on this system',
      ),
      p.lines(
        'Open files',
        'File descriptors that are open. Rising without an end, it is a leak.',
        [['{{instance}} open', 'process_open_fds{%s}' % scope]],
        width=8,
        empty='Not known on this system',
      ),
    ]],
  ],
)
