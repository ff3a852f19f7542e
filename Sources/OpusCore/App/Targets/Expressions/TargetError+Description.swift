import OpusServer

extension TargetError: CustomStringConvertible {
    /// What is wrong and the way out; then, where the place is known, the expression and the place
    /// marked below it.
    public var description: String {
        guard let place, let expression else { return message }
        let excerpt = TargetExcerpt(of: expression, around: place)
        return "\(message)\n  \(excerpt.text)\n  \(excerpt.marks)"
    }

    /// What is wrong and the way out, in one line unless it lists lines.
    public var message: String {
        switch reason {
        case .empty:
            "no targets are given: name clients or groups, or write all for every client"
        case .unexpected(let found?, let expected):
            "expected \(expected), found \(Self.shown(found))"
        case .unexpected(nil, let expected):
            "expected \(expected), but the expression ends here"
        case .unterminatedQuote(let quote): "this quote is never closed: add another \(quote)"
        case .invalidEscape(let text):
            "\(Self.shown(text)) is no escape: write \\\\ for a backslash; others are \\\", \\', "
                + "\\n, \\r, \\t and \\u{1F98A}"
        case .invalidPattern(let text, let problem): "\(Self.shown(text)): \(problem)"
        case .matchesEverything(let text):
            "\(Self.shown(text)) would match nearly every client: a pattern needs a letter or "
                + "digit; write all where every client is meant"
        case .invalidVersion(let text):
            "\(Self.shown(text)) is no version: write one such as 128, 128.4.0 or 128.4.0-1"
        case .invalidAge(let text):
            "\(Self.shown(text)) is no length of time: write a number and m, h, d or w, such as 2d"
        case .tooDeep(let limit):
            "more than \(limit) parentheses and nots inside each other: write a simpler expression"
        case .standardInput:
            "- reads ids from standard input and stands alone: give the list by itself"
        case .unknown(let kind, let name, let nearest): Self.unknown(kind, name, nearest)
        case .ambiguous(let kind, let name, let candidates):
            Self.ambiguous(kind, name, candidates)
        case .keywordNamesClient(let keyword, let client): Self.keywordNames(keyword, client)
        case .netbootFailure(let name):
            "\(Self.shown(name)) is a netboot product, and what fails of it makes no client failed: "
                + "opus product shows where it has failed"
        case .emptyProductGroup(let name): "the product group \(Self.shown(name)) has no products"
        case .invalidAddress(let text):
            "\(Self.shown(text)) is no MAC address: write its 12 hexadecimal digits, such as "
                + "00:16:3e:00:00:01, or a pattern such as 00:16:3e:*"
        case .emptyRange(let text):
            "no client that \(Self.shown(text)) stands for exists: check the numbers, and that "
                + "they have as many digits as the clients' names"
        case .unsafeID(let id):
            "\(Self.shown(id)) can't be selected: opsi would take it for a pattern"
        case .unknownLines(let lines): Self.unknownLines(lines)
        case .nothingMatched: "no client matches"
        }
    }

    private static let longestList = 8

    private static func unknown(_ kind: Kind, _ name: String, _ nearest: [String]) -> String {
        let hint =
            nearest.isEmpty ? "" : "; did you mean \(nearest.map(shown).joined(separator: " or "))?"
        switch kind {
        case .keyword:
            return "\(shown(name + ":")) is no way to select clients, "
                + "known are "
                + TargetParser.qualifiers.map { $0 + ":" }.joined(separator: ", ")
                + hint
        case .state:
            return "there is no state \(shown(name)), known are "
                + TargetExpression.State.allCases.map(\.name).joined(separator: ", ") + hint
        case .operatingSystem where nearest.isEmpty:
            return "no client's audited operating system is \(shown(name)); what swaudit has "
                + "not looked at is not known"
        default: return "there is no \(kind.rawValue) \(shown(name))" + hint
        }
    }

    private static func keywordNames(_ keyword: String, _ client: ObjectID) -> String {
        let way =
            keyword == "reachable"
            ? "state:reachable for the clients that answer"
            : "\(shown(keyword)) or not \(shown(keyword)) for every client"
        return "\(keyword) is a keyword, and there is a client \(shown(client.text)): write "
            + "\(shown(client.text)) in quotes for the client, \(way)"
    }

    private static func ambiguous(_ kind: Kind, _ name: String, _ candidates: [String]) -> String {
        "\(shown(name)) stands for \(candidates.count) \(kind.rawValue)s: "
            + "\(list(candidates)); write the one that is meant in full"
    }

    private static func unknownLines(_ lines: [UnknownLine]) -> String {
        var result = lines.prefix(longestList).map { line in
            let told =
                line.candidates.isEmpty
                ? unknown(.client, line.id, line.nearest)
                : ambiguous(.client, line.id, line.candidates)
            return "line \(line.line): \(told)"
        }
        if lines.count > longestList {
            result.append("and \(lines.count - longestList) more lines with unknown clients")
        }
        return result.joined(separator: "\n")
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(longestList).joined(separator: ", ")
        return names.count > longestList
            ? "\(shown) and \(names.count - longestList) more" : shown
    }

    /// A text in quotes, without what would disturb a terminal.
    private static func shown(_ text: String) -> String {
        let longest = 80
        let visible = TargetExcerpt.visible(text.prefix(longest))
        return "\"\(visible)\(text.dropFirst(longest).isEmpty ? "" : "…")\""
    }
}

/// A piece of an expression with one place in it marked.
struct TargetExcerpt {
    let text: String
    let marks: String

    private static let width = 72

    init(of expression: String, around place: Range<Int>) {
        // What is off the screen helps nobody, so long expressions are cut around the place.
        let start = max(0, min(place.lowerBound - Self.width / 2, expression.count - Self.width))
        let shown = expression.dropFirst(start).prefix(Self.width)
        let end = start + shown.count
        let lead = start > 0 ? "…" : ""
        let trail = end < expression.count ? "…" : ""
        text = lead + Self.visible(shown) + trail
        let column = place.lowerBound - start + lead.count
        let marked = max(
            1, min(place.upperBound, max(end, place.lowerBound + 1)) - place.lowerBound)
        marks =
            String(repeating: " ", count: max(0, column)) + String(repeating: "^", count: marked)
    }

    /// The same number of characters, all of which a terminal shows.
    static func visible(_ text: some StringProtocol) -> String {
        String(
            text.map { character in
                let isHidden =
                    character.unicodeScalars.first.map(TargetText.isInvisible) ?? true
                return isHidden ? (character.isWhitespace ? " " : "\u{FFFD}") : character
            })
    }
}
