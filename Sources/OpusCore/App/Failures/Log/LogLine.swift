/// One line of an installation log, taken apart where it lies.
///
/// `[LEVEL] [TIME] [PRODUCT] TEXT`; in the format that ended with opsi 4.1, the third field is
/// missing outside products.
struct LogLine {
    /// 1 (essential) to 9 (confidential).
    let level: Int
    /// By the client's local clock.
    let time: LogText
    /// The product that the line belongs to; nil outside of one.
    let product: LogText?
    /// Whether there is a third field, if only an empty one.
    let hasProductField: Bool
    /// The text, without its indentation.
    let text: LogText

    /// Takes a line apart; nil where it is none: the rest of a cut one, or one that goes on from
    /// before.
    ///
    /// - Parameter line: the line, without its end.
    @inline(__always)
    init?(_ line: LogText) {
        let base = line.base
        guard line.count >= 7, base[0] == UInt8(ascii: "["), base[2] == UInt8(ascii: "]"),
            base[3] == UInt8(ascii: " "), base[4] == UInt8(ascii: "[")
        else { return nil }
        let digit = base[1] &- UInt8(ascii: "0")
        guard digit >= 1, digit <= 9 else { return nil }
        level = Int(digit)
        // Nearly all times are of one length.
        let timeEnd: Int
        if line.count > 28, base[28] == UInt8(ascii: "]"), base[9] == UInt8(ascii: "-") {
            timeEnd = 23
        } else {
            guard let end = line.dropFirst(5).prefix(64).position(of: UInt8(ascii: "]")) else {
                return nil
            }
            timeEnd = end
        }
        time = LogText(base + 5, count: timeEnd)
        let rest = line.dropFirst(5 + timeEnd + 1)
        guard rest.count == 0 || rest.first == UInt8(ascii: " ") else { return nil }
        let body = rest.dropFirst(1)
        if let field = Self.productField(body) {
            product = field.count == 0 ? nil : field
            hasProductField = true
            text = body.dropFirst(field.count + 2).unindented
        } else {
            product = nil
            hasProductField = false
            text = body.unindented
        }
    }

    /// The text with its indentation, which shows how deep in a script it is.
    var indentedText: LogText {
        let end = text.base + text.count
        let body = time.base + time.count + 2
        guard body < end else { return text }
        let field = hasProductField ? (product?.count ?? 0) + 2 : 0
        let whole = LogText(body, count: end - body).dropFirst(field)
        return hasProductField && whole.first == UInt8(ascii: " ") ? whole.dropFirst(1) : whole
    }

    /// The third field, if that is what the text begins with; a text may begin with a bracket.
    @inline(__always)
    private static func productField(_ body: LogText) -> LogText? {
        guard body.first == UInt8(ascii: "[") else { return nil }
        var index = 1
        while index < body.count, index <= 129 {
            let byte = body.base[index]
            if byte == UInt8(ascii: "]") {
                let isEnd = index + 1 == body.count || body.base[index + 1] == UInt8(ascii: " ")
                return isEnd ? LogText(body.base + 1, count: index - 1) : nil
            }
            guard isProductByte(byte) else { return nil }
            index &+= 1
        }
        return nil
    }

    /// opsi's product ids are lower-case letters, digits, `-`, `_` and `.`; upper-case ones are let
    /// through, as scripts are run by hand, too.
    @inline(__always)
    private static func isProductByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: ".")
    }
}
