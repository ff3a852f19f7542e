import OpusCore

extension StateCounts {
    /// What is left out last where the terminal is narrow.
    private static let chief: Set<ClientState> = [.failed, .updatable, .outdated]

    static let columns =
        [Column("clients", "CLIENTS")]
        + ClientState.allCases.map { state in
            Column(
                state.name, state.name.uppercased(),
                fit: chief.contains(state) ? .fixed : .optional)
        }

    var cells: [Cell] {
        [.count(clients)] + ClientState.allCases.map { .count(self[$0], $0.style) }
    }
}

extension ClientStates {
    /// Their names, as in targets (`state:failed`).
    var names: [String] { all.map(\.name) }

    /// How bad it is to be in them.
    var style: Style {
        let severities = all.map(\.severity)
        if severities.contains(.bad) { return .bad }
        return severities.contains(.warning) ? .warning : .plain
    }
}

extension ClientState {
    fileprivate var style: Style {
        switch severity {
        case .bad: .bad
        case .warning: .warning
        case .normal: .plain
        }
    }
}
