#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The program in which a person leafs through a long text.
enum Pager {
    /// Shows a text in the pager that `PAGER` names, else in `less`; where that can't be run, or
    /// `PAGER` is empty or `cat`, as it is.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - environment: says which pager.
    /// - Returns: whether all of it was taken; a person who has seen enough counts as all.
    static func show(_ text: String, _ environment: Environment) -> Bool {
        let words = (environment.variables["PAGER"] ?? "less").split(separator: " ").map(
            String.init)
        guard let program = words.first, program != "cat", let pager = start(words) else {
            return StandardStream.output.write(text)
        }
        // Ctrl-C is the pager's affair, and one that ends early is no error.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        write(text, to: pager.input)
        close(pager.input)
        var status: Int32 = 0
        while waitpid(pager.process, &status, 0) < 0, errno == EINTR {}
        return true
    }

    private static func start(_ words: [String]) -> (process: pid_t, input: Int32)? {
        // As other programs do: colours, and no pager for what fits.
        setenv("LESS", "FRX", 0)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
        posix_spawn_file_actions_addclose(&actions, ends[0])
        posix_spawn_file_actions_addclose(&actions, ends[1])
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let problem = posix_spawnp(&child, words[0], &actions, nil, arguments, environ)
        close(ends[0])
        guard problem == 0 else {
            close(ends[1])
            return nil
        }
        return (child, ends[1])
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                #else
                    Darwin.write(descriptor, bytes.baseAddress, bytes.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
