// The rules of ../../prometheus/alerts.yml as data.
//
// jsonnet 0.18 (Debian 12) cannot read a YAML text of several lines or with a backslash. So marks
// take the place of these characters while it reads.
local newline = '\u2424';
local backslash = '\u2425';
local trim(text) = std.stripChars(text, ' ');
local indent(line) = std.length(line) - std.length(std.lstripChars(line, ' '));
local quoted(text) = "'" + std.strReplace(text, "'", "''") + "'";
local marked(text) = std.strReplace(text, '\\', backslash);

local lines = std.split(marked(importstr '../../prometheus/alerts.yml'), '\n');

local fold(state, line) =
  if state.block != null && (trim(line) == '' || indent(line) > state.block.indent) then
    state { block+: { lines+: [line] } }
  else
    local closed = state.done + (if state.block == null then [] else [state.block]);
    if std.endsWith(line, ': |') then
      { done: closed, block: { indent: indent(line), key: std.rstripChars(line, '|'), lines: [] } }
    else { done: closed + [line], block: null };

local folded = std.foldl(fold, lines + ['# end'], { done: [], block: null }).done;

local text(block) =
  local content = [line for line in block.lines if trim(line) != ''];
  local first = indent(content[0]);
  block.key + quoted(std.join('', [std.substr(line, first, std.length(line)) + newline for line in content]));

local oneLiners = std.join('\n', [
  if std.isString(entry) then entry else text(entry)
  for entry in folded
  if !std.isString(entry) || (trim(entry) != '' && !std.startsWith(trim(entry), '#'))
]);

local whole(value) =
  if std.isString(value) then std.strReplace(std.strReplace(value, newline, '\n'), backslash, '\\')
  else if std.isArray(value) then std.map(whole, value)
  else if std.isObject(value) then std.mapWithKey(function(_, inner) whole(inner), value)
  else value;

whole(std.parseYaml(oneLiners)).groups
