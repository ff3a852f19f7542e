// The rules of alerts.yml as rules that Grafana evaluates itself.
local kebab(name) = std.join('', [
  local char = name[i];
  (if i > 0 && std.asciiUpper(char) == char then '-' else '') + std.asciiLower(char)
  for i in std.range(0, std.length(name) - 1)
]);

// Grafana's $value is a text that describes everything; the number is elsewhere. Its templates can
// ask Prometheus nothing: commands always name the server, and further numbers are left out.
local replaced = [
  ['$value', '$values.A.Value'],
  ['range query "count(count by (server) (opsi_up)) > 1"', 'if $labels.server'],
  ['range query (', 'if and false ('],
];
local template(text) =
  std.foldl(function(text, pair) std.strReplace(text, pair[0], pair[1]), replaced, text);

local rule(alert) = {
  uid: 'opus-' + kebab(alert.alert),
  title: alert.alert,
  condition: 'C',
  data: [
    {
      refId: 'A',
      relativeTimeRange: { from: 600, to: 0 },
      datasourceUid: 'opus-prometheus',
      model: { refId: 'A', expr: alert.expr, instant: true, range: false, editorMode: 'code' },
    },
    // What the expression gives fires, whatever its value is, 0 included, as in Prometheus.
    {
      refId: 'B',
      relativeTimeRange: { from: 600, to: 0 },
      datasourceUid: '__expr__',
      model: { refId: 'B', type: 'math', expression: 'is_number($A) || is_nan($A) || is_inf($A)' },
    },
    {
      refId: 'C',
      relativeTimeRange: { from: 600, to: 0 },
      datasourceUid: '__expr__',
      model: {
        refId: 'C',
        type: 'threshold',
        expression: 'B',
        conditions: [{ evaluator: { type: 'gt', params: [0] } }],
      },
    },
  ],
  // An expression that gives nothing is the good case, as in Prometheus.
  noDataState: 'OK',
  execErrState: 'Error',
  'for': alert['for'],
  [if 'keep_firing_for' in alert then 'keepFiringFor']: alert.keep_firing_for,
  annotations: std.mapWithKey(function(_, text) template(text), alert.annotations),
  labels: alert.labels,
  isPaused: false,
};

function(groups) {
  apiVersion: 1,
  groups: [
    {
      orgId: 1,
      name: group.name,
      folder: 'opus',
      interval: '1m',
      rules: std.map(rule, group.rules),
    }
    for group in groups
  ],
}
