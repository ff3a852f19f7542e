/// The program that a command begins with, as far as its exit codes are known to mean little.
struct CommandName {
    private static let helpers = [
        "taskkill", "sc", "net", "net1", "reg", "schtasks", "wmic", "timeout", "ping", "robocopy",
        "xcopy", "attrib", "icacls", "cacls", "takeown", "find", "findstr", "tasklist", "query",
    ]

    private let name: String

    /// - Parameter command: such as `"C:\Windows\System32\net.exe" stop spooler`.
    init(_ command: LogText) {
        var start = 0
        var index = 0
        let isQuoted = command.first == UInt8(ascii: "\"")
        if isQuoted { index = 1 }
        let limit = min(command.count, 512)
        while index < limit {
            let byte = command.base[index]
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\"")
            {
                if byte == UInt8(ascii: "\""), index > 0 { break }
                start = index + 1
            }
            if byte == UInt8(ascii: " "), !isQuoted { break }
            index += 1
        }
        start = max(start, isQuoted ? 1 : 0)
        let word = command.prefix(index).dropFirst(start).string.lowercased()
        name = word.hasSuffix(".exe") ? String(word.dropLast(4)) : word
    }

    /// Whether it only helps installers.
    var isHelper: Bool { Self.helpers.contains(name) }

    /// Whether a code other than 0 is a success of this program.
    func isSuccess(_ code: ResultCode) -> Bool {
        name == "robocopy" && (1..<8).contains(code.number)
    }
}
