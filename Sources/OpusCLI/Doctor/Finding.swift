/// One line of the doctor's report.
struct Finding {
    enum Result: String {
        case ok
        /// It works, but will not for long, or not as safely as it could.
        case warning
        case wrong
    }

    let check: String
    let result: Result
    let told: String

    init(_ check: String, _ told: String) { self.init(check, .ok, told) }

    init(_ check: String, _ result: Result, _ told: String) {
        self.check = check
        self.result = result
        self.told = told
    }

    /// As a row of a table.
    var cells: [Cell] {
        let style: Style =
            switch result {
            case .ok: .good
            case .warning: .warning
            case .wrong: .bad
            }
        return [.text(check), .text(result.rawValue, style: style), .text(told)]
    }
}
