// Group: one host group, or several compared.
function(config)
local p = import 'panels.libsonnet';
local trust = import 'trust.libsonnet';
local v = import 'variables.libsonnet';

local server = 'server=~"$server"';
local group = 'server=~"$server",group=~"$group"';

local value(family) = 'max by (server, group) (%s{%s})' % [family, group];
local share(family) = '%s / (%s > 0)' % [value(family), value('opsi_group_clients')];
local fleet(family) = 'sum by (server) (max by (server, depot) (%s{%s}))' % [family, server];

local noGroup = 'No such group, or groups could not be read';

local state(name, description, orange, red) = [
  p.stat(
    std.asciiUpper(name[0]) + name[1:],
    description,
    [['{{group}}', value('opsi_group_clients_' + name)]],
    width=5,
    height=4,
    empty=noGroup,
    graph='area',
    steps=[[p.colours[name], null]],
  ),
  p.stat(
    std.asciiUpper(name[0]) + name[1:] + ', share',
    'Share of the clients of the group. ' + description,
    [['{{group}}', share('opsi_group_clients_' + name)]],
    unit='percentunit',
    decimals=1,
    width=5,
    height=4,
    empty=noGroup,
    steps=[['green', null], ['orange', orange], ['red', red]],
  ),
];

local states = [
  state('failed', 'Clients with at least one product whose last action failed.', 0.05, 0.2),
  state('updatable', 'Clients with at least one installed product of which their depot has a newer version.', 0.5, 0.8),
  state('fresh', 'Clients with a client agent and nothing else installed beyond the baseline.', 0.2, 0.5),
  state('outdated', 'Clients not seen for 30 days, or what the exporter is configured for. This is not about versions.', 0.1, 0.2),
];

p.dashboard(
  'opus-group',
  'opsi / Group',
  'A host group with the groups below it: its four states, how they change, and whether it is worse than the rest.',
  [v.datasource, v.server, v.group],
  [
    ['Can these numbers be trusted?', [
      trust.reachable(12),
      trust.age(12),
    ]],
    ['The four states', [
      p.stat('Clients', 'Clients of the group and of all groups below it, each counted once.', [['{{group}}', value('opsi_group_clients')]], width=4, height=4, empty=noGroup),
    ] + [pair[0] for pair in states] + [
      p.stat('Never seen', 'Clients that never reported since they were created.', [['{{group}}', value('opsi_group_clients_never_seen')]], width=4, height=4, empty=noGroup),
    ] + [pair[1] for pair in states]],
    ['Better or worse?', [
      p.lines(
        'Clients by state',
        'Clients of the group in each of the four states. A gap means that the group could not be read.',
        [
          ['{{group}} failed', value('opsi_group_clients_failed')],
          ['{{group}} updatable', value('opsi_group_clients_updatable')],
          ['{{group}} fresh', value('opsi_group_clients_fresh')],
          ['{{group}} outdated', value('opsi_group_clients_outdated')],
        ],
        empty=noGroup,
        overrides=[
          {
            matcher: { id: 'byRegexp', options: '/ %s$/' % name },
            properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: p.colours[name] } }],
          }
          for name in std.objectFields(p.colours)
        ],
      ),
      p.lines(
        'Failed: the group against the fleet',
        'Share of failed clients in the group and in the whole fleet. A group far above the fleet has a trouble of its own: a package, a network, a room. Above the dashed line an alert fires, if the group has at least %d clients.' % config.thresholds.groupClients,
        [
          ['{{group}}', share('opsi_group_clients_failed')],
          ['whole fleet', '%s / (%s > 0)' % [fleet('opsi_clients_failed'), fleet('opsi_clients')]],
        ],
        unit='percentunit',
        alertFrom=config.thresholds.groupFailedShare,
        empty=noGroup,
        overrides=[p.colour('whole fleet', 'text')],
      ),
      p.lines(
        'Waiting clients',
        'Clients with an action that was asked for and has not run yet (pending), and those that wait for longer than a day (stuck).',
        [
          ['{{group}} pending', value('opsi_group_clients_pending')],
          ['{{group}} stuck', value('opsi_group_clients_stuck')],
        ],
        empty=noGroup,
        overrides=p.waitingColours,
      ),
      p.lines(
        'Outdated: the group against the fleet',
        'Share of clients that were not seen for long, in the group and in the whole fleet.',
        [
          ['{{group}}', share('opsi_group_clients_outdated')],
          ['whole fleet', '%s / (%s > 0)' % [fleet('opsi_clients_outdated'), fleet('opsi_clients')]],
        ],
        unit='percentunit',
        empty=noGroup,
        overrides=[p.colour('whole fleet', 'text')],
      ),
    ]],
    ['Which part of it?', [
      p.table(
        'Commands to paste',
        'For each chosen group the commands that tell which fault is on how many clients and why, that list what failed client by client, that try it again after a look at the plan, and that list what has waited for more than a day. With several opsi servers they name the one that is meant: call it in ~/.config/opus/config.yaml as the exporter does. A name that no line can hold has none.',
        ['group', 'server', 'Why', 'Failed', 'Retry', 'Stuck'],
        [['Clients', p.commands(value('opsi_group_clients'), 'group', {
          Why: ['opus why', ''],
          Failed: ['opus failed', ''],
          Retry: ['opus retry', ''],
          Stuck: ['opus clients', ' and state:stuck'],
        })]],
        height=5,
        empty=noGroup,
        hidden=['Value', 'context', 'target'],
        sortBy={ displayName: 'group', desc: false },
      ),
      p.table(
        'Groups directly below',
        'The groups whose parent is the chosen group. They overlap, so columns must not be summed. Click one to open it.',
        ['group', 'server', 'parent'],
        [
          [
            column[0],
            'max by (server, group, parent) (opsi_group_info{server=~"$server",parent=~"$group"}) * on (server, group) group_left () max by (server, group) (%s{%s})' % [column[1], server],
          ] + (if column[0] == 'Failed' then [p.warnFrom(1, 10)] else [])
          for column in [
            ['Failed', 'opsi_group_clients_failed'],
            ['Updatable', 'opsi_group_clients_updatable'],
            ['Outdated', 'opsi_group_clients_outdated'],
            ['Stuck', 'opsi_group_clients_stuck'],
            ['Clients', 'opsi_group_clients'],
          ]
        ],
        height=6,
        empty='No group lies below this one',
        overrides=[{
          matcher: { id: 'byName', options: 'group' },
          properties: [{
            id: 'links',
            value: [{
              title: 'Open this group',
              url: '/d/opus-group?${datasource:queryparam}&var-server=${__data.fields.server:percentencode}&var-group=${__data.fields.group:percentencode}&${__url_time_range}',
              targetBlank: false,
            }],
          }],
        }],
      ),
    ]],
  ],
)
