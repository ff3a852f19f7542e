/// A reason without what differs from client to client, so that one fault is one group: paths,
/// GUIDs, versions, host names, times and numbers other than an exit code become `…`.
struct NormalizedReason: Hashable, Sendable {
    let text: String

    /// Normalises a reason.
    ///
    /// - Parameters:
    ///   - reason: the reason, one line.
    ///   - clientID: the client that it comes from, whose names are left out.
    init(_ reason: String, clientID: String) {
        let kept = ReasonCode(in: reason).map { String($0.code.number) }
        let host = clientID.lowercased()
        var words: [Substring] = []
        var isInPath = false
        for word in reason.split(whereSeparator: \.isWhitespace) {
            let core = Self.core(word)
            // A path may hold blanks: what goes on with a backslash belongs to it.
            let isPart = Self.isPath(core) || (isInPath && word.contains("\\"))
            isInPath = isPart
            let shown =
                Self.differs(core, host: host, kept: kept) || isPart
                ? word.replacing(core, with: "…") : word
            if shown == "…", words.last == "…" { continue }
            words.append(shown)
        }
        text = words.joined(separator: " ")
    }

    /// A word without the punctuation around it.
    private static func core(_ word: Substring) -> Substring {
        let marks = "\"'`([{<>}]),;:.!?"
        var core = word
        while let first = core.first, marks.contains(first) { core.removeFirst() }
        while let last = core.last, marks.contains(last) { core.removeLast() }
        return core
    }

    private static func isPath(_ word: Substring) -> Bool {
        guard let first = word.first else { return false }
        if word.hasPrefix("\\\\") || word.hasPrefix("//") || word.contains("://") { return true }
        if first.isLetter, word.dropFirst().hasPrefix(":\\") || word.dropFirst().hasPrefix(":/") {
            return true
        }
        return first == "/" && word.dropFirst().contains("/") || word.contains("\\")
    }

    /// Whether a word is likely to be another one on another client.
    private static func differs(_ word: Substring, host: String, kept: String?) -> Bool {
        guard !word.isEmpty else { return false }
        let lowered = word.lowercased()
        return lowered == host || lowered == host.prefix { $0 != "." }
            || isVariable(word, kept: kept)
    }

    /// Whether a word is a number, a version, a time, a GUID or a name with dots in it.
    private static func isVariable(_ word: Substring, kept: String?) -> Bool {
        guard word.contains(where: \.isNumber) else { return word.isHostName }
        if let kept, word == kept || word.hasSuffix("=" + kept) || word.hasPrefix("0x") {
            return false
        }
        let body = word.first == "v" || word.first == "V" ? word.dropFirst() : word
        let digits = body.count { $0.isNumber }
        let isNumeric = body.allSatisfy { $0.isNumber || ".,:-_/%+".contains($0) }
        let isHexadecimal =
            body.count >= 8 && digits >= 2
            && body.allSatisfy { $0.isHexDigit || $0 == "-" }
        return isNumeric || isHexadecimal || word.isHostName
    }
}

extension Substring {
    /// Whether it looks like a full host name: at least two dots between letters and digits.
    fileprivate var isHostName: Bool {
        count { $0 == "." } >= 2
            && allSatisfy { $0.isLetter || $0.isNumber || ".-_:".contains($0) }
            && !contains("..")
    }
}
