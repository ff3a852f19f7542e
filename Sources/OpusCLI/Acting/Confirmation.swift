/// Asks a person before something is changed.
enum Confirmation {
    /// More clients than this need their number typed.
    static let mostWithoutCount = 25

    /// Whether the person says yes.
    ///
    /// - Parameters:
    ///   - clients: how many clients will be changed.
    ///   - server: where.
    /// - Returns: the answer; the end of input is a no.
    static func confirm(clients: Int, at server: String) -> Bool {
        guard clients > mostWithoutCount else {
            let question = clients == 1 ? "this client" : "these \(clients) clients"
            return yes("Go on with \(question) of \(server)?")
        }
        StandardStream.error.write(
            "This changes \(clients) clients of \(server). Type \(clients) to go on: ")
        return readLine()?.trimmed == "\(clients)"
    }

    /// Whether the person says yes to a question; the end of input is a no.
    static func yes(_ question: String) -> Bool {
        StandardStream.error.write("\(question) [y/N] ")
        let answer = readLine()?.trimmed.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
