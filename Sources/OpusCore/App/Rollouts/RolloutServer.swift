public import OpusServer

/// What is about to be asked of clients, before it is.
public protocol RolloutPreparation: Sendable {
    /// The rows that would be written.
    var intents: [RolloutIntent] { get }
    /// Clients that would not be asked.
    var skips: [RolloutSkip] { get }
    /// What is not as the rollout's plan says, for all of them; nil where all is.
    var mismatch: String? { get }
}

/// A server as a rollout needs it; the machine's hands and eyes.
public protocol RolloutServer: Sendable {
    /// What is about to be asked.
    associatedtype Preparation: RolloutPreparation

    /// Reads rows.
    ///
    /// - Parameter rows: which ones; at least one.
    /// - Returns: those that there are.
    /// - Throws: where they can't be read.
    func facts(_ rows: [RowName]) async throws -> [RowName: RolloutFact]

    /// Works out what clients would be asked for; nothing is sent.
    ///
    /// - Parameters:
    ///   - clients: exact ids; at least one.
    ///   - plan: the plan.
    /// - Returns: what would be asked.
    /// - Throws: where it can't be worked out.
    func prepare(_ clients: [ObjectID], _ plan: RolloutPlan) async throws -> Preparation

    /// Wakes clients up, and shows a message on them, where the plan says so.
    ///
    /// - Parameters:
    ///   - clients: exact ids; at least one.
    ///   - asking: what the plan says.
    /// - Throws: where nobody could be told.
    func announce(_ clients: [ObjectID], _ asking: RolloutPlan.Asking) async throws

    /// Asks.
    ///
    /// - Parameter preparation: what is asked.
    /// - Returns: what became of each row; one that is missing may or may not be written.
    /// - Throws: where it is known that nothing was written, or nothing is known.
    func ask(_ preparation: Preparation) async throws -> [RowName: RolloutFate]

    /// Tells clients to act at once.
    ///
    /// - Parameter clients: exact ids; at least one.
    /// - Throws: where nobody could be told.
    func hasten(_ clients: [ObjectID]) async throws

    /// Takes rows back that are still as they were written.
    ///
    /// - Parameter rows: the rows; at least one.
    /// - Returns: what became of each.
    /// - Throws: where nothing is known of it.
    func takeBack(_ rows: [RolloutIntent]) async throws -> [RowName: RolloutFate]
}

/// Where a rollout's state is kept.
public protocol RolloutStore: Sendable {
    /// Keeps a state so that it is still there after a power cut.
    ///
    /// - Parameter state: the state.
    /// - Throws: where it can't be kept; nothing more is sent then.
    func save(_ state: RolloutState) async throws

    /// What a person wants; nil for nothing.
    ///
    /// - Throws: where that can't be told.
    /// - Returns: the wish.
    func wish() async throws -> RolloutWish?

    /// Forgets what a person wants, which is in the state that was saved.
    ///
    /// - Parameter wish: what is in the state.
    /// - Throws: where it can't be forgotten.
    func fulfil(_ wish: RolloutWish) async throws
}
