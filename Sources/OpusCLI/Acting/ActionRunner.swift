import OpusCore

/// Shows a plan, asks, does it, and tells what came of it: the one way in which opus changes
/// anything.
struct ActionRunner {
    let console: Console
    let acting: ActingOptions
    /// Where it happens, for the question.
    let place: String

    func run(_ deed: some Deed) async throws -> ExitStatus {
        for warning in deed.warnings { Console.problem("warning: \(warning.visible)") }
        if acting.dryRun {
            let isBrief = console.renderer.isForPerson
            try console.show(.table(isBrief ? deed.steps : deed.plan))
            if isBrief { deed.remarks.forEach(console.note) }
            console.note(deed.summary + "; nothing was changed")
            return deed.plannedStatus
        }
        guard !deed.isEmpty else {
            deed.remarks.forEach(console.note)
            try showNothing(deed)
            console.note(deed.summary)
            return deed.plannedStatus
        }
        showBrief(deed)
        guard acting.yes || isAgreedTo(deed) else {
            try showNothing(deed)
            console.note("nothing was changed")
            return .nothingMatched
        }
        let console = console
        let result = try await Interruption.watch { try await deed.carryOut(console) }
        try tell(result)
        return result.status
    }

    private func showBrief(_ deed: some Deed) {
        let brief = deed.brief
        let text = TableText(
            width: console.renderer.width ?? 100,
            hasColour: console.renderer.hasColour && StandardStream.error.isTerminal
        ).of(brief.table)
        console.note(String(text.dropLast()))
        if brief.hidden > 0 { console.note("… and \(brief.hidden) more; --dry-run lists them all") }
        deed.remarks.forEach(console.note)
        console.note(deed.summary)
    }

    private func isAgreedTo(_ deed: some Deed) -> Bool {
        guard let clients = deed.clients else { return Confirmation.yes(deed.question) }
        return Confirmation.confirm(clients: clients, at: place)
    }

    /// To a program even nothing is an answer.
    private func showNothing(_ deed: some Deed) throws(CommandFailure) {
        guard console.renderer.format != .table else { return }
        try console.show(.table(deed.nothing))
    }

    private func tell(_ result: DeedResult) throws(CommandFailure) {
        switch console.renderer.format {
        case .json, .csv, .plain: try console.show(.table(result.table))
        case .table where !console.renderer.isForPerson:
            try console.show(.table(result.forPeople))
        case .table:
            try console.show(.table(result.brief.table))
            if result.brief.hidden > 0 {
                console.note("… and \(result.brief.hidden) more; -o plain lists all")
            }
        }
        result.notes.forEach(console.note)
    }
}
