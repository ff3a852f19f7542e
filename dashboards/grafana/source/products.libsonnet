// Products: which packages fail. Those by product need families that the exporter has on request only.
function(config)
local p = import 'panels.libsonnet';
local trust = import 'trust.libsonnet';
local v = import 'variables.libsonnet';

local server = 'server=~"$server"';
local product = 'server=~"$server",product=~"$product"';

local value(family) = 'max by (server, product) (%s{%s})' % [family, product];
// Those with the most now, over the whole time: a list that is ranked anew at each point would break
// every line again and again.
local most(family) =
  local now = std.strReplace(value(family), '})', '} @ end())');
  '%s and topk(10, %s > 0)' % [value(family), now];
local off = 'The exporter runs without --collector.products';
local version(family) = 'max by (server, depot, product, version) (opsi_product_version_clients_%s{%s})' % [family, product];
// Over depots and servers: a version is the same everywhere.
local versions(family) = 'sum by (product, version) (%s)' % version(family);
local worst(family) =
  local now = std.strReplace(versions('failed'), '})', '} @ end())');
  '%s and topk(3, %s)' % [versions(family), now];
local clients(outcome) = 'max by (server, rollout, stage) (opsi_rollout_clients{%s,outcome="%s"})' % [server, outcome];
local noFailure = 'Nothing failed, or opsi could not be read';
local pairs(family) = 'sum by (server, depot) (max by (server, depot) (%s{%s}))' % [family, server];

p.dashboard(
  'opus-products',
  'opsi / Products',
  'Which products fail and which are behind. The panels by product need the exporter\'s option --collector.products.',
  [v.datasource, v.server, v.product],
  [
    ['Can these numbers be trusted?', [
      trust.reachable(),
      trust.age(),
      p.stat(
        'Failed installs',
        'Pairs of client and product whose last action failed, over all products.',
        [['failed', 'sum(max by (server, depot) (opsi_client_products_failed{%s}))' % server]],
        width=6,
        steps=[['green', null], ['red', 1]],
        empty='No numbers: opsi could not be read',
      ),
      p.stat(
        'Possible updates',
        'Pairs of client and installed product of which the client\'s depot has a newer version.',
        [['updatable', 'sum(max by (server, depot) (opsi_client_products_updatable{%s}))' % server]],
        width=6,
        steps=[['text', null]],
        empty='No numbers: opsi could not be read',
      ),
    ]],
    ['How it goes with a version', [
      p.lines(
        'A version\'s success and failure',
        'The three chosen versions with the most failures: clients on which they failed, on which they succeeded, and which still wait. A rollout that is well has a rising green and a flat red line. A version is here from its first failure on, with those depots on which it failed.',
        [
          ['{{product}} {{version}} failed', worst('failed')],
          ['{{product}} {{version}} succeeded', worst('succeeded')],
          ['{{product}} {{version}} waiting', worst('waiting')],
        ],
        empty=noFailure,
        overrides=[
          { matcher: { id: 'byRegexp', options: '/ %s$/' % pair[0] }, properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: pair[1] } }] }
          for pair in [['failed', 'red'], ['succeeded', 'green'], ['waiting', 'blue']]
        ],
      ),
      p.lines(
        'Share that failed',
        'Of the clients that ran a version, the share on which it failed. Above the dashed line an alert fires, if ten clients failed within six hours.',
        [['{{product}} {{version}}', '%s / (%s + %s)' % [versions('failed'), versions('failed'), versions('succeeded')]]],
        unit='percentunit',
        max=1,
        alertFrom=config.thresholds.productFailedShare,
        empty=noFailure,
      ),
      p.table(
        'Versions that failed',
        'By depot: clients on which the last action with this version failed, those within the last six hours, and where the depot still has it, those on which it succeeded and which wait. Old versions fail no more; what is left of them are clients that need a retry.',
        ['product', 'version', 'depot', 'server'],
        [
          ['Failed', version('failed'), p.warnFrom(1, 10)],
          ['Failed lately', version('failed_recently'), p.warnFrom(1, 10)],
          ['Succeeded', version('succeeded')],
          ['Succeeded lately', version('succeeded_recently')],
          ['Waiting', version('waiting')],
          ['Share', '%s / (%s + %s)' % [version('failed'), version('failed'), version('succeeded')], p.share + p.warnFrom(0.1, 0.3)],
        ],
        width=13,
        height=9,
        empty=noFailure,
        overrides=[p.leadingProducts],
      ),
      p.table(
        'Why',
        'Failures of the chosen products by cause; pending where a client\'s log was not read yet. It needs the exporter\'s --collector.causes.',
        ['product', 'cause', 'server', 'Why'],
        [['Clients', p.commands('max by (server, product, cause) (opsi_product_clients_failed_by_cause{%s})' % product, 'product', { Why: ['opus why --product', ''] }), p.warnFrom(1, 10)]],
        width=11,
        height=9,
        empty='Nothing failed, or the exporter runs without --collector.causes; opus why tells the same',
        hidden=['context', 'target'],
        overrides=[p.leadingProducts],
      ),
    ]],
    ['Rollouts', [
      p.table(
        'Rollouts in stages',
        'What `opus rollout run --metrics-file` tells by node_exporter\'s textfile collector: for each stage the clients on which it succeeded, on which it failed, that were asked and have not reported, and whose turn it was not. A rollout whose file is taken away vanishes here.',
        ['rollout', 'stage', 'server'],
        [
          ['Succeeded', clients('succeeded')],
          ['Failed', clients('failed'), p.warnFrom(1, 10)],
          ['Waiting', clients('waiting')],
          ['Taken back', clients('cancelled')],
          ['Not asked', clients('unasked')],
        ],
        width=16,
        height=7,
        empty='No rollout writes its numbers: opus rollout run --metrics-file',
      ),
      p.lines(
        'Stage of each rollout',
        'The stage that each rollout is at. It goes up as stages pass their gates, and stays where one has stopped.',
        [['{{rollout}}', 'max by (server, rollout) (opsi_rollout_stage{%s})' % server]],
        width=8,
        height=7,
        empty='No rollout writes its numbers: opus rollout run --metrics-file',
      ),
    ]],
    ['By product', [
      p.text(
        'If these panels are empty',
        'How to fill the panels by product.',
        'The panels of this row need `opsi_product_clients_failed`, `opsi_product_clients_updatable` and `opsi_product_clients_installed`. As these add three series for each product, the exporter has them on request only: start it with `--collector.products`. With more products than `--collector.products.max-series` it withholds the whole family: see *Series limits* on the dashboard *opsi / Exporter*.',
        height=3,
      ),
      p.lines(
        'Most failed',
        'The ten products that are failed on the most clients now, and how they came there. A steep rise is a package that breaks now.',
        [['{{product}}', most('opsi_product_clients_failed')]],
        empty=off + ', or nothing failed',
      ),
      p.lines(
        'Most updatable',
        'The ten products that are behind on the most clients now, and how they came there. It falls as a rollout proceeds.',
        [['{{product}}', most('opsi_product_clients_updatable')]],
        empty=off + ', or nothing is updatable',
      ),
      p.table(
        'Products ranked by failed clients',
        'For each product the clients on which its last action failed, those that are behind their depot, and those that have it.',
        ['product', 'server'],
        [
          ['Failed', value('opsi_product_clients_failed'), p.warnFrom(1, 10)],
          ['Updatable', value('opsi_product_clients_updatable')],
          ['Installed', value('opsi_product_clients_installed')],
        ],
        height=9,
        empty=off,
        overrides=[p.leadingProducts],
      ),
    ]],
    ['By depot', [
      p.lines(
        'Failed installs by depot',
        'Pairs of client and product whose last action failed. Several products can fail on one client.',
        [['{{depot}}', pairs('opsi_client_products_failed')]],
        width=8,
        empty='No numbers: opsi could not be read',
      ),
      p.lines(
        'Possible updates by depot',
        'Pairs of client and installed product of which the depot has a newer version.',
        [['{{depot}}', pairs('opsi_client_products_updatable')]],
        width=8,
        empty='No numbers: opsi could not be read',
      ),
      p.lines(
        'Products by depot',
        'Products that lie on each depot. Depots that should be alike and are not show here.',
        [['{{depot}}', 'max by (server, depot) (opsi_depot_products{%s})' % server]],
        width=8,
        empty='No numbers: opsi could not be read',
      ),
    ]],
  ],
)
