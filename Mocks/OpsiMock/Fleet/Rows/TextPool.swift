/// Texts by number, each kept once: a big fleet repeats the same few thousand a million times.
struct TextPool: Sendable {
    /// Number 0 is null.
    private(set) var texts: [String?] = [nil]
    /// The texts as JSON, quotes included.
    private(set) var json: [[UInt8]] = [Array("null".utf8)]
    private var numbers: [String: UInt32] = [:]

    mutating func number(of text: String?) -> UInt32 {
        guard let text else { return 0 }
        if let number = numbers[text] { return number }
        let number = UInt32(texts.count)
        numbers[text] = number
        texts.append(text)
        var bytes: [UInt8] = []
        bytes.appendJSON(text)
        json.append(bytes)
        return number
    }

    /// The number of a text that is already there.
    func existingNumber(of text: String) -> UInt32? { numbers[text] }

    subscript(number: UInt32) -> String? { texts[Int(number)] }
}
