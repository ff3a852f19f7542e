import LocalSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs a program that the settings name, without a shell.
enum ChildCommand {
    /// What a program prints on standard output. It may ask on the terminal, and its errors are
    /// seen.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - origin: the setting that names it.
    ///   - limit: the most bytes accepted.
    /// - Returns: the text.
    /// - Throws: `CommandFailure` where it can't be run, or fails.
    static func output(
        _ words: [String], origin: String, limit: Int
    ) throws(CommandFailure) -> String {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw failed(origin, words, errno) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let problem = posix_spawnp(&child, words[0], &actions, nil, arguments, environ)
        close(ends[1])
        defer { close(ends[0]) }
        guard problem == 0 else { throw failed(origin, words, problem) }
        let bytes = Result { () throws(FileText.Failure) in
            try FileText.contents(of: ends[0], limit: limit)
        }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw .usage("\(origin): '\(words[0])' failed, so there is no password")
        }
        guard let bytes = try? bytes.get(), let text = String(validating: bytes, as: UTF8.self)
        else { throw .usage("\(origin): '\(words[0])' printed no text of a password's size") }
        return text
    }

    private static func failed(
        _ origin: String, _ words: [String], _ problem: Int32
    ) -> CommandFailure {
        .usage(
            "\(origin): '\(words[0])' can't be run: \(String(cString: strerror(problem)).lowercased())"
        )
    }
}
