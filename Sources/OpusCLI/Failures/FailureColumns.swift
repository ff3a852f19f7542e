import OpusCore

/// How a failure is told in a line.
extension Failure {
    /// The reason, else the cause: what stands in the column WHY.
    var whyCell: Cell {
        guard let diagnosis else {
            return Cell(.none, shown: source.shortAbsence, style: .faint)
        }
        return Cell(.text(diagnosis.whyText))
    }

    /// The cells of machine formats: reason, cause, code, whether it is a guess, and a note.
    var machineCells: [Cell] {
        [
            Cell(diagnosis == nil ? .none : .text(cause.name)),
            Cell(diagnosis?.exitCode.map { .number($0.number) } ?? .none),
            Cell(diagnosis.map { .flag($0.isGuessed) } ?? .none), Cell(Value(source.absence)),
        ]
    }

    static let machineColumns = [
        Column("cause", "CAUSE", fit: .machine), Column("exitCode", "CODE", fit: .machine),
        Column("guessed", "GUESSED", fit: .machine), Column("note", "NOTE", fit: .machine),
    ]
}

extension Diagnosis {
    /// The reason, with the code that it does not name; else cause and code.
    var whyText: String {
        guard let reason else { return text }
        guard let exitCode, exitCode != reasonCode else { return reason }
        return "\(reason) – exit code \(exitCode.text)"
    }
}

extension Failure.Source {
    /// Why nothing is known, in a word or two.
    fileprivate var shortAbsence: String? {
        switch self {
        case .row, .log, .notRead: nil
        case .noLog: "no log"
        case .noRun: "not in the log"
        case .otherRun: "log of another run"
        case .success: "log says success"
        case .cutOff: "log is cut off"
        case .unreadable: "log unreadable"
        }
    }
}
