import LocalSystem

/// A command as a person types it.
enum CommandText {
    /// Words with quotes where a shell needs them.
    static func words(_ words: [String]) -> String {
        words.map { word in
            let isPlain = word.allSatisfy {
                $0.isASCII && ($0.isLetter || $0.isNumber || "._-/:@%+,".contains($0))
            }
            return isPlain && !word.isEmpty ? word : ShellQuoting.quoted(word)
        }.joined(separator: " ")
    }
}
