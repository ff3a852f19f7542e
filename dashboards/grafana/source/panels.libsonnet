// What dashboards are put together from.
local datasource = { type: 'prometheus', uid: '${datasource}' };

local letters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];

local targets(queries, instant, format) = std.mapWithIndex(
  function(index, query) {
    refId: letters[index],
    datasource: datasource,
    expr: query[1],
    legendFormat: query[0],
    instant: instant,
    range: !instant,
    format: format,
  },
  queries,
);

// steps: [colour, from] pairs; the first one is where all begins.
local thresholds(steps) = {
  mode: 'absolute',
  steps: [{ color: step[0], value: step[1] } for step in steps],
};

local panel(type, title, description, width, height) = {
  type: type,
  title: title,
  description: description,
  datasource: datasource,
  gridPos: { w: width, h: height },
};

local colour(name, colour) = {
  matcher: { id: 'byName', options: name },
  properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: colour } }],
};

{
  colours: { failed: 'red', updatable: 'orange', fresh: 'blue', outdated: 'purple' },

  // For legends that end with these words. To be asked is normal, to wait for longer than a day is not.
  waitingColours: [
    {
      matcher: { id: 'byRegexp', options: '/%s$/' % pair[0] },
      properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: pair[1] } }],
    }
    for pair in [['pending', 'blue'], ['stuck', 'orange'], ['never seen', 'text']]
  ],

  stateColours: [colour(name, $.colours[name]) for name in std.objectFields($.colours)],

  colour: colour,

  // Numbers as they are now. queries: [legend, expression] pairs.
  stat(title, description, queries, unit='none', steps=[['text', null]], width=4, height=4, mappings=[], overrides=[], empty='No data', decimals=null, textMode='auto', graph='none', links=[]):
    panel('stat', title, description, width, height) {
      targets: targets(queries, true, 'time_series'),
      fieldConfig: {
        defaults: {
          unit: unit,
          noValue: empty,
          thresholds: thresholds(steps),
          color: { mode: 'thresholds' },
          mappings: mappings,
          [if decimals != null then 'decimals']: decimals,
          [if links != [] then 'links']: links,
        },
        overrides: overrides,
      },
      options: {
        colorMode: 'value',
        graphMode: graph,
        justifyMode: 'auto',
        orientation: 'auto',
        textMode: textMode,
        reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
      },
    },

  // Lines over time; a dashed red one at the value from which on an alert fires, if there is any.
  lines(title, description, queries, unit='none', width=12, height=8, overrides=[], empty='No data', bars=false, stack=false, min=0, max=null, interval=null, timeFrom=null, links=[], alertFrom=null, decimals=null):
    panel('timeseries', title, description, width, height) {
      targets: targets(queries, false, 'time_series'),
      [if interval != null then 'interval']: interval,
      [if timeFrom != null then 'timeFrom']: timeFrom,
      fieldConfig: {
        defaults: {
          unit: unit,
          noValue: empty,
          min: min,
          // Clients and products are whole.
          [if decimals != null then 'decimals' else if unit == 'none' then 'decimals']: if decimals == null then 0 else decimals,
          [if alertFrom != null then 'thresholds']: thresholds([['transparent', null], ['red', alertFrom]]),
          [if max != null then 'max']: max,
          [if links != [] then 'links']: links,
          color: { mode: 'palette-classic' },
          custom: {
            drawStyle: if bars then 'bars' else 'line',
            lineInterpolation: if bars then 'linear' else 'stepAfter',
            lineWidth: 1,
            fillOpacity: if bars then 60 else if stack then 40 else 5,
            showPoints: 'never',
            // A gap in the data is seen as one.
            spanNulls: false,
            [if alertFrom != null then 'thresholdsStyle']: { mode: 'dashed' },
            stacking: { mode: if stack then 'normal' else 'none', group: 'A' },
          },
        },
        overrides: overrides,
      },
      options: {
        legend: { displayMode: 'table', placement: 'bottom', showLegend: true, calcs: ['lastNotNull', 'max'], sortBy: 'Last *', sortDesc: true },
        tooltip: { mode: 'multi', sort: 'desc' },
      },
    },

  // A table with a row for each set of labels and a column for each query, ranked by the first.
  // columns: [name, expression, property...] arrays; labels: names of the label columns.
  table(title, description, labels, columns, width=24, height=9, empty='No data', overrides=[], hidden=[], sortBy=null):
    panel('table', title, description, width, height) {
      targets: targets([[labels[0] + ' {{' + labels[0] + '}}: ' + column[0], column[1]] for column in columns], true, 'table'),
      transformations: [
        { id: 'merge', options: {} },
        {
          id: 'organize',
          options: {
            excludeByName: { Time: true } + { [name]: true for name in hidden },
            indexByName: { [labels[i]]: i for i in std.range(0, std.length(labels) - 1) }
                         + { [self.value(i)]: std.length(labels) + i for i in std.range(0, std.length(columns) - 1) },
            renameByName: { [self.value(i)]: columns[i][0] for i in std.range(0, std.length(columns) - 1) },
            local single = std.length(columns) == 1,
            value(i):: if single then 'Value' else 'Value #' + letters[i],
          },
        },
      ],
      fieldConfig: {
        defaults: {
          unit: 'none',
          noValue: empty,
          thresholds: thresholds([['text', null]]),
          color: { mode: 'thresholds' },
          custom: { align: 'auto', filterable: true },
        },
        overrides: overrides + [
          { matcher: { id: 'byName', options: column[0] }, properties: column[2] }
          for column in columns
          if std.length(column) > 2
        ],
      },
      options: { showHeader: true, sortBy: [if sortBy != null then sortBy else { displayName: columns[0][0], desc: true }] },
    },

  // Commands that people paste, one of a vector's series each, in labels by these names.
  //
  // A text panel would join the values of a variable with commas, and could neither quote a name nor
  // know how many servers there are. Here a line is made of each series by itself: with the server
  // where there are several, and with a group's name quoted for opus and for the shell. A name with
  // both kinds of quotes, or with a backslash, gets no command rather than a wrong one.
  // verbs: label: [before the target, after it].
  commands(vector, kind, verbs)::
    local replaced(expression, label, text, source, pattern) =
      'label_replace(%s, "%s", %s, "%s", %s)' % [expression, label, std.escapeStringJson(text), source, std.escapeStringJson(pattern)];
    local target = std.foldl(
      function(expression, pair) replaced(expression, 'target', pair[1], kind, pair[0]),
      // The ids of clients, depots and products hold nothing that a shell would take.
      if kind != 'group' then [['([a-z0-9][a-z0-9_.-]*)', (if kind == 'depot' then 'depot:' else '') + '$1']]
      else [
        ['([^\'"\\\\]+)', '\'group:"$1"\''],
        ['([^"\\\\$`!]*\'[^"\\\\$`!]*)', '"group:\\"$1\\""'],
        ['([^\'\\\\]*"[^\'\\\\]*)', '\'group:\'\\\'\'$1\'\\\'\'\''],
        ['([a-z0-9][a-z0-9_.-]*)', 'group:$1'],
      ],
      vector,
    );
    local several = 'count(count by (server) (opsi_up{server!=""})) > 1';
    // Without a target there is no command, and nothing to add to it.
    local named = replaced(
      replaced(
        replaced(target, 'context', " --context '$1'", 'server', "([^']+)"),
        'context', ' --context $1', 'server', '([A-Za-z0-9_.-]+)'
      ),
      'context', '', 'target', ''
    );
    local inContext = '(%s and on () %s) or on (server, %s) %s' % [named, several, kind, target];
    std.foldl(
      function(expression, label)
        'label_join(%s, "%s", "", "%s", "context")' % [
          replaced(expression, label, '%s $1%s' % verbs[label], 'target', '(.+)'),
          label,
          label,
        ],
      std.objectFields(verbs),
      inContext,
    ),

  // A table's column of products leads to how it goes with each.
  leadingProducts: {
    matcher: { id: 'byName', options: 'product' },
    properties: [{
      id: 'links',
      value: [{
        title: 'How it goes with this product',
        url: '/d/opus-products?${datasource:queryparam}&var-server=${__data.fields.server:percentencode}&var-product=${__data.fields.product:percentencode}&${__url_time_range}',
        targetBlank: false,
      }],
    }],
  },

  // Properties of a table's column or a stat's value.
  share: [
    { id: 'unit', value: 'percentunit' },
    { id: 'decimals', value: 1 },
  ],
  // Words of a column, each in a colour.
  words(colours): [
    {
      id: 'mappings',
      value: [{ type: 'value', options: { [word]: { color: colours[word], index: 0 } for word in std.objectFields(colours) } }],
    },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
  ],
  warnFrom(orange, red): [
    { id: 'thresholds', value: thresholds([['text', null], ['orange', orange], ['red', red]]) },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
  ],

  // Text that explains.
  text(title, description, content, width=24, height=4):
    panel('text', title, description, width, height) {
      options: { mode: 'markdown', content: content },
    },

  // Rows of panels, one below the other: [title, panels] pairs. The state of the folds is an
  // array, as jsonnet works out the fields of an object anew each time they are asked for.
  layout(rows)::
    local place(state, panel) =
      local x = state[0], y = state[1], bottom = state[2];
      local wraps = x + panel.gridPos.w > 24;
      local left = if wraps then 0 else x;
      local top = if wraps then bottom else y;
      [
        left + panel.gridPos.w,
        top,
        std.max(bottom, top + panel.gridPos.h),
        state[3] + [panel { gridPos+: { x: left, y: top } }],
      ];
    local row(state, entry) =
      local y = state[2];
      local header = {
        type: 'row',
        title: entry[0],
        collapsed: false,
        panels: [],
        gridPos: { x: 0, y: y, w: 24, h: 1 },
      };
      std.foldl(place, entry[1], [0, y + 1, y + 1, state[3] + [header]]);
    std.mapWithIndex(
      function(index, panel) { id: index + 1 } + panel,
      std.foldl(row, rows, [0, 0, 0, []])[3],
    ),

  dashboard(uid, title, description, variables, rows, from='now-24h'):: {
    id: null,
    uid: uid,
    title: title,
    description: description,
    tags: ['opus', 'opsi'],
    editable: false,
    schemaVersion: 38,
    version: 1,
    graphTooltip: 1,
    refresh: '1m',
    timezone: 'browser',
    time: { from: from, to: 'now' },
    links: [
      {
        type: 'dashboards',
        title: 'opus',
        tags: ['opus'],
        asDropdown: false,
        icon: 'external link',
        includeVars: true,
        keepTime: true,
        targetBlank: false,
        tooltip: 'The other dashboards of opus',
        url: '',
      },
    ],
    templating: { list: variables },
    annotations: {
      list: [
        {
          name: 'Alerts',
          datasource: datasource,
          enable: true,
          hide: false,
          iconColor: 'red',
          expr: 'ALERTS{alertname=~"Opsi.+",alertstate="firing"}',
        },
      ],
    },
    panels: $.layout(rows),
  },
}
