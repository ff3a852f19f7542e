// Fleet: everything at a glance.
function(config)
local p = import 'panels.libsonnet';
local trust = import 'trust.libsonnet';
local v = import 'variables.libsonnet';

local server = 'server=~"$server"';
local depot = 'server=~"$server",depot=~"$depot"';

// Depots are a true partition, so that sums are right; `max by` counts once what two exporters see.
local total(family) = 'sum(max by (server, depot) (%s{%s}))' % [family, depot];
local byDepot(family) = 'max by (server, depot) (%s{%s})' % [family, depot];
local byGroup(family) = 'max by (server, group) (%s{%s})' % [family, server];
local share(family) = '%s / (%s > 0)' % [total(family), total('opsi_clients')];

// With nothing to compare with, as in the first minutes, none is new.
local newFailures =
  local now = byDepot('opsi_client_products_failed');
  local before = std.strReplace(now, '})', '} offset 5m)');
  'sum by (server) (sum_over_time(clamp_min(%s - %s, 0)[1d:5m]))' % [now, before];

local groupLink = {
  title: 'Open this group',
  url: '/d/opus-group?${datasource:queryparam}&var-server=${__data.fields.server:percentencode}&var-group=${__data.fields.group:percentencode}&${__url_time_range}',
  targetBlank: false,
};

local depotLink = {
  title: 'Show this depot alone',
  url: '/d/opus-fleet?${datasource:queryparam}&var-server=${__data.fields.server:percentencode}&var-depot=${__data.fields.depot:percentencode}&${__url_time_range}',
  targetBlank: false,
};

local clientLink = {
  title: 'How it went with this PC',
  url: '/explore?left={"datasource":"${datasource}","queries":[{"refId":"A","expr":"opsi_client_failed_products{client=\\"${__data.fields.client}\\"}"}],"range":{"from":"now-7d","to":"now"}}',
  targetBlank: false,
};

local byVersion(family) = 'max by (server, depot, product, version) (opsi_product_version_clients_%s{%s})' % [family, depot];
// Those with the most failures now, over the whole time: a list that is ranked anew at each point would
// break every line again and again.
local mostVersions(family, count) =
  '%s and topk(%d, %s)' % [byVersion(family), count, std.strReplace(byVersion('failed_recently'), '})', '} @ end())')];
local failedClients = 'max by (server, client) (opsi_client_failed_products{%s})' % server;
local worstClients = 'topk(20, %s > 0)' % failedClients;

local runbookLink = {
  title: 'What to do: the runbook',
  url: config.runbookAddress + '/${__value.text}.md',
  targetBlank: true,
};

local noFleet = 'No numbers: opsi could not be read (see the first row)';

local state(name, description, orange, red) = p.stat(
  std.asciiUpper(name[0]) + name[1:],
  description,
  [['clients', total('opsi_clients_' + name)], ['share', share('opsi_clients_' + name)]],
  width=5,
  height=5,
  empty=noFleet,
  overrides=[
    {
      matcher: { id: 'byName', options: 'share' },
      properties: p.share + [
        { id: 'thresholds', value: { mode: 'absolute', steps: [{ color: 'green', value: null }, { color: 'orange', value: orange }, { color: 'red', value: red }] } },
      ],
    },
  ],
);

p.dashboard(
  'opus-fleet',
  'opsi / Fleet',
  'The PCs of an opsi fleet by state: what failed, where, and whether it gets better.',
  [v.datasource, v.server, v.depot],
  [
    ['Can these numbers be trusted?', [
      trust.reachable(4),
      trust.age(4),
      p.stat('Clients', 'All clients of the chosen depots.', [['clients', total('opsi_clients')]], width=4, empty=noFleet),
      p.stat(
        'Failed',
        'Clients with at least one product whose last action failed, and their share.',
        [['clients', total('opsi_clients_failed')], ['share', share('opsi_clients_failed')]],
        width=4,
        empty=noFleet,
        overrides=[{ matcher: { id: 'byName', options: 'share' }, properties: p.share }],
      ),
      p.stat(
        'Failed lately',
        'Installs that failed within the last six hours, by opsi\'s own times, and of which no retry waits. Over all products and the chosen depots.',
        [['installs', 'sum(%s) or 0 * %s' % [byVersion('failed_recently'), total('opsi_clients_failed')]]],
        width=4,
        steps=[['text', null], ['orange', 10], ['red', 50]],
        empty=noFleet,
      ),
      p.stat(
        'Alerts firing',
        'Alerts of prometheus/alerts.yml that fire now, and 0 where none does. They are listed below, with their runbooks.',
        [['alerts', 'count(ALERTS{alertname=~"Opsi.+",alertstate="firing",server=~"$server|"}) or vector(0)']],
        width=4,
        steps=[['green', null], ['red', 1]],
      ),
    ]],
    ['Which PCs, why, and since when?', [
      p.table(
        'Clients with the most failed products',
        'The twenty clients on which the most products failed, since when, and the command that tells why. Many products on one client point to the client, one product on many clients points to the package. It needs the exporter\'s families by client; the depot chosen above does not matter here. Click a client to see how it went with it.',
        ['client', 'server', 'Why'],
        [
          ['Failed products', p.commands(worstClients, 'client', { Why: ['opus why', ''] }), p.warnFrom(1, 3)],
          ['Since', p.commands('1000 * max by (server, client) (opsi_client_failed_since_timestamp_seconds{%s}) and on (server, client) %s' % [server, worstClients], 'client', { Why: ['opus why', ''] }), [{ id: 'unit', value: 'dateTimeFromNow' }]],
        ],
        width=12,
        height=9,
        empty='Nothing failed, or the exporter runs without --collector.clients; opus failed lists the same',
        hidden=['context', 'target'],
        overrides=[{ matcher: { id: 'byName', options: 'client' }, properties: [{ id: 'links', value: [clientLink] }] }],
      ),
      p.table(
        'What fails',
        'Versions that failed on clients of a depot: on how many, within the last six hours, their share of those that ran it, and how many still wait to. One version on many clients is the package. Click a product to see how it goes with it.',
        ['product', 'version', 'depot', 'server'],
        [
          ['Failed', byVersion('failed'), p.warnFrom(1, 10)],
          ['Lately', byVersion('failed_recently'), p.warnFrom(1, 10)],
          ['Share', '%s / (%s + %s)' % [byVersion('failed'), byVersion('failed'), byVersion('succeeded')], p.share + p.warnFrom(0.1, 0.3)],
          ['Waiting', byVersion('waiting')],
        ],
        width=12,
        height=9,
        empty='Nothing failed, or opsi could not be read',
        sortBy={ displayName: 'Lately', desc: true },
        overrides=[p.leadingProducts],
      ),
    ]],
    ['Is it spreading? Who was paged?', [
      p.lines(
        'Failed lately, by version',
        'The eight versions that failed on the most clients within six hours before now. A line that climbs is a rollout that goes wrong; from 10 clients and a share of 30 % on an alert fires.',
        [['{{product}} {{version}} on {{depot}}', mostVersions('failed_recently', 8)]],
        width=8,
        alertFrom=config.thresholds.productFailedClients,
        empty='Nothing failed, or opsi could not be read',
      ),
      p.table(
        'Why',
        'Failures by cause, from the packages\' own reasons and from the clients\' logs; pending where a log was not read yet. opus why tells more. The depot chosen above does not matter here.',
        ['product', 'cause', 'server'],
        [['Clients', 'max by (server, product, cause) (opsi_product_clients_failed_by_cause{%s})' % server, p.warnFrom(1, 10)]],
        width=8,
        height=8,
        empty='Nothing failed, or the exporter runs without --collector.causes; opus why tells the same',
        overrides=[p.leadingProducts],
      ),
      p.table(
        'Alerts, firing and pending',
        'Alerts of prometheus/alerts.yml: firing is told to people, pending fires soon unless it ends before. Click one for its runbook; its description tells the opus command that shows and fixes it.',
        ['alertname', 'alertstate', 'severity', 'server', 'depot', 'group', 'product', 'reason'],
        [['Active', 'max by (alertname, alertstate, severity, server, depot, group, product, reason, instance) (ALERTS{alertname=~"Opsi.+",server=~"$server|"})']],
        width=8,
        height=8,
        empty='No alert is active, or alerts.yml is not loaded',
        sortBy={ displayName: 'alertstate', desc: false },
        hidden=['Value'],
        overrides=[
          { matcher: { id: 'byName', options: 'alertname' }, properties: [{ id: 'links', value: [runbookLink] }] },
          { matcher: { id: 'byName', options: 'severity' }, properties: p.words({ critical: 'red', warning: 'orange' }) },
          { matcher: { id: 'byName', options: 'alertstate' }, properties: p.words({ firing: 'red', pending: 'text' }) },
        ],
      ),
    ]],
    ['The four states (a client can be in several, or in none)', [
      p.stat(
        'opsi version',
        'The version that the opsi server reports.',
        [['{{version}}', 'max by (server, version) (opsi_server_info{%s})' % server]],
        width=4,
        height=5,
        textMode='name',
        empty='Not known',
      ),
      state('failed', 'Clients with at least one product whose last action failed.', 0.05, 0.2),
      state('updatable', 'Clients with at least one installed product of which their depot has a newer version.', 0.5, 0.8),
      state('fresh', 'Clients with a client agent and nothing else installed beyond the baseline: newly set up, or never finished.', 0.2, 0.5),
      state('outdated', 'Clients not seen for 30 days (or what the exporter is configured for). This is not about versions, see Updatable.', 0.1, 0.2),
    ]],
    ['Better or worse?', [
      p.lines(
        'Clients by state',
        'Clients in each of the four states. A gap means that opsi could not be read.',
        [
          ['failed', total('opsi_clients_failed')],
          ['updatable', total('opsi_clients_updatable')],
          ['fresh', total('opsi_clients_fresh')],
          ['outdated', total('opsi_clients_outdated')],
        ],
        overrides=p.stateColours,
        empty=noFleet,
      ),
      p.lines(
        'New failures a day',
        'Installs that turned to failed in the 24 hours before each point. Failures that come and go within 5 minutes, or while others are mended on the same depot, are not seen. In the first day after the exporter was set up it counts from then on.',
        [['{{server}}', '%s or 0 * sum by (server) (%s)' % [newFailures, byDepot('opsi_client_products_failed')]]],
        bars=true,
        interval='1h',
        timeFrom='30d',
        empty=noFleet,
      ),
      p.lines(
        'Outdated share',
        'Share of all clients that were not seen for 30 days (or what the exporter is configured for). Rising: PCs are left off, or lost their way to the server. Above the dashed line an alert fires.',
        [['{{server}}', 'sum by (server) (%s) / sum by (server) (%s > 0)' % [byDepot('opsi_clients_outdated'), byDepot('opsi_clients')]]],
        unit='percentunit',
        width=8,
        alertFrom=config.thresholds.outdatedShare,
        empty=noFleet,
      ),
      p.lines(
        'Waiting clients',
        'Clients with an action that was asked for and has not run yet (pending), those that wait for longer than a day (stuck), those of which it was put off as a user works (deferred), and those never seen at all.',
        [
          ['pending', total('opsi_clients_pending')],
          ['stuck', total('opsi_clients_stuck')],
          ['deferred', total('opsi_clients_deferred')],
          ['never seen', total('opsi_clients_never_seen')],
        ],
        width=8,
        overrides=p.waitingColours,
        empty=noFleet,
      ),
      p.lines(
        'Requested actions',
        'Pairs of client and product for which an action is requested, by action. "always" stays requested for ever.',
        [['{{action}}', 'sum by (action) (max by (server, depot, action) (opsi_client_products_requested{%s}))' % depot]],
        width=8,
        stack=true,
        empty=noFleet,
      ),
    ]],
    ['Where?', [
      p.table(
        'Groups ranked by failed clients',
        'Each host group with the groups below it. Groups overlap, so columns must not be summed. Click a group to open it. From a failed share of %g %% on (red) an alert fires. The depot chosen above does not matter here.' % (100 * config.thresholds.groupFailedShare),
        ['group', 'server'],
        [
          ['Failed', byGroup('opsi_group_clients_failed'), p.warnFrom(1, 10)],
          ['Failed share', '%s / (%s > 0)' % [byGroup('opsi_group_clients_failed'), byGroup('opsi_group_clients')], p.share + p.warnFrom(config.thresholds.groupFailedShare / 4, config.thresholds.groupFailedShare)],
          ['Updatable', byGroup('opsi_group_clients_updatable')],
          ['Outdated', byGroup('opsi_group_clients_outdated')],
          ['Stuck', byGroup('opsi_group_clients_stuck')],
          ['Clients', byGroup('opsi_group_clients')],
        ],
        height=12,
        empty='No groups: opsi has none, or they could not be read (see dashboard Exporter, errors by reason)',
        overrides=[{ matcher: { id: 'byName', options: 'group' }, properties: [{ id: 'links', value: [groupLink] }] }],
      ),
      p.table(
        'Depots',
        'Each client counts at exactly one depot. "unknown" holds clients whose depot does not exist: opsi refuses actions on them. Click a depot to see it alone.',
        ['depot', 'server'],
        [
          ['Failed', byDepot('opsi_clients_failed'), p.warnFrom(1, 10)],
          ['Updatable', byDepot('opsi_clients_updatable')],
          ['Outdated', byDepot('opsi_clients_outdated')],
          ['Stuck', byDepot('opsi_clients_stuck')],
          ['In no group', byDepot('opsi_clients_ungrouped')],
          ['Clients', byDepot('opsi_clients')],
          ['Products', byDepot('opsi_depot_products')],
        ],
        height=7,
        empty=noFleet,
        overrides=[{ matcher: { id: 'byName', options: 'depot' }, properties: [{ id: 'links', value: [depotLink] }] }],
      ),
    ]],
  ],
)
