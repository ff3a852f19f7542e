import Synchronization

/// The last answers to calls that are made again and again, as they crossed the network, with what
/// was made of them: an answer that is the same byte by byte is not read again.
///
/// It is for who watches a fleet; a single command would only keep what nobody asks for again.
final class AnswerRecall: Sendable {
    /// An answer, and what was made of it.
    private struct Kept: Sendable {
        let bytes: [UInt8]
        let encoding: String?
        let utcOffset: Int?
        let value: any Sendable
    }

    fileprivate struct Key: Hashable {
        let method: String
        let parameters: [JSONValue]
    }

    private struct State {
        var isOn = false
        var answers: [Key: Kept] = [:]
        var reused = 0
    }

    /// What no event tells, and hardly ever changes.
    private static let methods: Set = [
        "configState_getClientToDepotserver", "group_getObjects", "objectToGroup_getIdents",
        "objectToGroup_getObjects", "productOnDepot_getObjects",
    ]
    private static let mostAnswers = 8
    /// An answer has its request's id in it, so such requests all have the same.
    static let requestID = 1

    private let state = Mutex(State())

    /// Keeps answers from now on.
    func turnOn() { state.withLock { $0.isOn = true } }

    /// Forgets them, and keeps none from now on.
    func turnOff() {
        state.withLock { state in
            state.isOn = false
            state.answers = [:]
        }
    }

    /// How many answers were not read again.
    var reused: Int { state.withLock { $0.reused } }

    /// A call whose answers are kept.
    struct Call: Sendable {
        fileprivate let recall: AnswerRecall
        fileprivate let key: Key
    }

    /// The call, where its answers are kept.
    func call(_ method: String, _ parameters: [JSONValue]) -> Call? {
        guard Self.methods.contains(method), state.withLock({ $0.isOn }) else { return nil }
        return Call(recall: self, key: Key(method: method, parameters: parameters))
    }
}

extension AnswerRecall.Call {
    /// Reads an answer, unless it is the same as the last one.
    ///
    /// - Parameters:
    ///   - response: the answer.
    ///   - utcOffset: what times in it are read by.
    ///   - read: reads it, comparing on the way; returns nil where it found it to be the same.
    /// - Returns: the result, or the error that the answer is.
    /// - Throws: what `read` throws.
    func read<Value: Sendable>(
        _ response: TransportResponse, utcOffset: Int?,
        _ read: (inout AnswerComparison?) async throws -> Envelope<Value>?
    ) async throws -> Envelope<Value> {
        let encoding = response.headers["content-encoding"]
        let kept = recall.state.withLock { $0.answers[key] }
            .flatMap { $0.encoding == encoding && $0.utcOffset == utcOffset ? $0 : nil }
        let value = kept?.value as? Value
        var comparison: AnswerComparison? = AnswerComparison(
            with: value == nil ? [] : kept?.bytes ?? [])
        guard let envelope = try await read(&comparison) else {
            guard let value else { throw JSONError(reason: .truncated, offset: 0) }
            recall.state.withLock { $0.reused += 1 }
            return .result(value)
        }
        if case .result(let value) = envelope {
            keep(value, comparison?.bytes, encoding, utcOffset)
        }
        return envelope
    }

    private func keep(
        _ value: any Sendable, _ bytes: [UInt8]?, _ encoding: String?, _ utcOffset: Int?
    ) {
        recall.state.withLock { state in
            guard let bytes, state.isOn else { return state.answers[key] = nil }
            guard state.answers[key] != nil || state.answers.count < AnswerRecall.mostAnswers else {
                return
            }
            state.answers[key] = AnswerRecall.Kept(
                bytes: bytes, encoding: encoding, utcOffset: utcOffset, value: value)
        }
    }
}
