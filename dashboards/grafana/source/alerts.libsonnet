// The alerts of a configuration as the text of a rule file.
function(config)
  local values = {
    job: config.job,
    runbooks: config.runbookAddress,
    certificateSeconds: 86400 * config.thresholds.certificateDays,
  } + config.thresholds;
  local written(value) =
    if !std.isNumber(value) then value
    else if value == std.floor(value) then '%d' % value else '%g' % value;
  local filled = std.foldl(
    function(text, name) std.strReplace(text, '${%s}' % name, written(values[name])),
    std.objectFields(values),
    importstr '../../prometheus/alerts.template.yml',
  );
  local lines = [
    line
    for line in std.split(std.rstripChars(filled, '\n'), '\n')
    if config.keepFiring || !std.startsWith(line, '        keep_firing_for: ')
  ];
  assert std.strReplace(filled, '${', '') == filled : 'alerts.template.yml names a value that there is not';
  (if config.keepFiring then '' else '# Without keep_firing_for, for Prometheus before 2.42 and old vmalert. Else prefer alerts.yml.\n')
  + std.join('\n', lines)
