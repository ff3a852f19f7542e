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

// Lines and blocks, in order. `tailstrict` keeps the depth of the stack from growing with the file.
local fold(lines, index, done, block) =
  if index == std.length(lines) then done
  else
    local line = lines[index].text, inset = lines[index].indent;
    if block != null && (inset == std.length(line) || inset > block.indent) then
      fold(lines, index + 1, done, { indent: block.indent, key: block.key, lines: block.lines + [line] }) tailstrict
    else
      local closed = if block == null then done else done + [block];
      if std.endsWith(line, ': |') then
        fold(lines, index + 1, closed, { indent: inset, key: std.substr(line, 0, std.length(line) - 1), lines: [] }) tailstrict
      else fold(lines, index + 1, closed + [line], null) tailstrict;

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
  local lines = [{ text: marked(line), indent: indent(line) } for line in std.split(yaml, '\n') + ['# end']];
  local folded = fold(lines, 0, [], null);
  whole(std.parseYaml(std.join('\n', [
    if std.isString(entry) then entry else text(entry)
    for entry in folded
    if !std.isString(entry) || (!blank(entry) && !comment(entry))
  ])))
