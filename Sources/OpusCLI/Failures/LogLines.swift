import OpusCore

/// Lines of a log, for people and for programs.
enum LogLines {
    /// The lines as they are in the log, coloured by level.
    static func coloured(_ lines: [ClientLog.Line], hasColour: Bool) -> String {
        var text = ""
        for line in lines {
            let shown = line.whole.visible
            if hasColour, let code = code(line.level) {
                text += "\u{1B}[\(code)m\(shown)\u{1B}[0m\n"
            } else {
                text += shown + "\n"
            }
        }
        return text
    }

    /// A row a line.
    static func table(_ lines: [ClientLog.Line]) -> Table {
        Table(
            [
                Column("line", "LINE"), Column("level", "LEVEL"), Column("time", "TIME"),
                Column("product", "PRODUCT"), Column("text", "TEXT"),
            ],
            lines.map { line in
                [
                    Cell(.number(line.number)), Cell(line.level.map { .number($0) } ?? .none),
                    Cell(Value(line.time)), Cell(Value(line.product)), .text(line.text),
                ]
            })
    }

    private static func code(_ level: Int?) -> String? {
        switch level {
        case 1: "1"
        case 2: "1;31"
        case 3: "31"
        case 4: "33"
        case 7, 8, 9: "2"
        default: nil
        }
    }
}
