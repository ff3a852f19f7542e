// The rules in a YAML text, as data.
//
// jsonnet 0.18 (Debian 12) cannot read a YAML text of several lines or with a backslash. So marks
// take the place of these characters while it reads.
local newline = '\u2424';
local backslash = '\u2425';
// Counted by place: stripping copies the rest of a line for every space.
local indent(line) =
  local from(place) =
    if place < std.length(line) && line[place] == ' ' then from(place + 1) else place;
  from(0);
local blank(line) = indent(line) == std.length(line);
local comment(line) = !blank(line) && line[indent(line)] == '#';
local quoted(text) = "'" + std.strReplace(text, "'", "''") + "'";
local marked(text) = std.strReplace(text, '\\', backslash);

local fold(state, line) =
  if state.block != null && (blank(line) || indent(line) > state.block.indent) then
    { done: state.done, block: { indent: state.block.indent, key: state.block.key, lines: state.block.lines + [line] } }
  else
    local closed = state.done + (if state.block == null then [] else [state.block]);
    if std.endsWith(line, ': |') then
      { done: closed, block: { indent: indent(line), key: std.substr(line, 0, std.length(line) - 1), lines: [] } }
    else { done: closed + [line], block: null };

local text(block) =
  local content = [line for line in block.lines if !blank(line)];
  local first = indent(content[0]);
  block.key + quoted(std.join('', [std.substr(line, first, std.length(line)) + newline for line in content]));

local whole(value) =
  if std.isString(value) then std.strReplace(std.strReplace(value, newline, '\n'), backslash, '\\')
  else if std.isArray(value) then std.map(whole, value)
  else if std.isObject(value) then std.mapWithKey(function(_, inner) whole(inner), value)
  else value;

function(yaml)
  local lines = [marked(line) for line in std.split(yaml, '\n')];
  local folded = std.foldl(fold, lines + ['# end'], { done: [], block: null }).done;
  whole(std.parseYaml(std.join('\n', [
    if std.isString(entry) then entry else text(entry)
    for entry in folded
    if !std.isString(entry) || (!blank(entry) && !comment(entry))
  ])))
