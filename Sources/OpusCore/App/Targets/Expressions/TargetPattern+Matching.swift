extension TargetPattern {
    /// Matches a name from beginning to end.
    ///
    /// All places that can be reached are followed at once, so that no pattern takes long.
    ///
    /// - Parameter name: UTF-8, ASCII letters in lower case.
    /// - Returns: whether the pattern matches the whole of it.
    func matches(_ name: [UInt8]) -> Bool {
        var reached = [Bool](repeating: false, count: name.count + 1)
        reached[0] = true
        for element in elements {
            var next = [Bool](repeating: false, count: name.count + 1)
            switch element {
            case .anyText:
                if let first = reached.firstIndex(of: true) {
                    for index in first...name.count { next[index] = true }
                }
            case .anyCharacter:
                for index in name.indices where reached[index] {
                    next[Self.endOfScalar(in: name, from: index)] = true
                }
            case .literal(let literal):
                for index in reached.indices
                where reached[index] && name[index...].starts(with: literal) {
                    next[index + literal.count] = true
                }
            case .number(let range, let width):
                for index in name.indices where reached[index] {
                    Self.numbers(in: name, from: index, range: range, width: width) {
                        next[$0] = true
                    }
                }
            }
            guard next.contains(true) else { return false }
            reached = next
        }
        return reached[name.count]
    }

    private static func endOfScalar(in name: [UInt8], from index: Int) -> Int {
        var end = index + 1
        while end < name.count, UTF8.isContinuation(name[end]) { end += 1 }
        return end
    }

    /// Calls a function with the end of each number of the range that is written at a place.
    private static func numbers(
        in name: [UInt8], from start: Int, range: ClosedRange<Int>, width: Int?,
        _ body: (_ end: Int) -> Void
    ) {
        let longest = width ?? "\(range.upperBound)".utf8.count
        var value = 0
        var index = start
        while index < name.count, index - start < longest {
            let digit = name[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return }
            value = value * 10 + Int(digit)
            index += 1
            let length = index - start
            let isWritten = width.map { $0 == length } ?? (length == 1 || name[start] != 0x30)
            if isWritten, range.contains(value) { body(index) }
        }
    }
}
