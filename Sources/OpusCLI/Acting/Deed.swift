/// Something that is shown, agreed to, done and reported, in this order.
protocol Deed: Sendable {
    /// What a person should know before saying yes.
    var warnings: [String] { get }
    /// All of the plan, for programs and files.
    var plan: Table { get }
    /// What will be done, as a person reads it; what is left out stands in the remarks.
    var steps: Table { get }
    /// The first of the steps, and how many there are beside.
    var brief: (table: Table, hidden: Int) { get }
    var remarks: [String] { get }
    /// The plan in a sentence.
    var summary: String { get }
    /// Whether there is nothing to do.
    var isEmpty: Bool { get }
    /// How it ends where nothing is done: for a dry run, and for a plan without steps.
    var plannedStatus: ExitStatus { get }
    /// So many clients are changed; nil where it is about none.
    var clients: Int? { get }
    /// The question, where it is about no clients.
    var question: String { get }
    /// What came of it where nothing was done.
    var nothing: Table { get }

    /// Does it.
    ///
    /// - Parameter console: where it tells how far it has come.
    /// - Returns: what came of it.
    /// - Throws: what kept it from being done at all.
    func carryOut(_ console: Console) async throws -> DeedResult
}

/// What came of a deed.
struct DeedResult: Sendable {
    /// All of it, for programs and files.
    var table: Table
    /// All of it, as people read it.
    var forPeople: Table
    /// What a person at a terminal has to see of it, and how much there is beside.
    var brief: (table: Table, hidden: Int)
    /// What is said below it.
    var notes: [String]
    var status: ExitStatus
}

extension Deed {
    var warnings: [String] { [] }
    var steps: Table { plan }
    var brief: (table: Table, hidden: Int) { (steps, 0) }
    var remarks: [String] { [] }
    var isEmpty: Bool { false }
    var plannedStatus: ExitStatus { .done }
    var clients: Int? { nil }
}
