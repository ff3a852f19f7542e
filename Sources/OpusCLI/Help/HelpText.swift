/// A command's help as the argument parser writes it, but with what all commands share at the end.
enum HelpText {
    private static let shared = ["ACTING:", "SERVER:", "OUTPUT:"]

    /// The help with its sections in order.
    static func ordered(_ help: String) -> String {
        var own: [Substring] = []
        var last: [[Substring]] = shared.map { _ in [] }
        var place: Int?
        for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
            if let heading = shared.firstIndex(where: { $0 == line }) {
                place = heading
            } else if let first = line.first, first != " " {
                // Another section begins.
                place = nil
            }
            if let place { last[place].append(line) } else { own.append(line) }
        }
        while own.last?.isEmpty == true { own.removeLast() }
        let parts =
            [own]
            + last.filter { !$0.isEmpty }.map { lines in
                lines.last?.isEmpty == true ? Array(lines.dropLast()) : lines
            }
        return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }
}
