#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A program that runs beside, with one of its streams at this end of a pipe.
struct PipedChild {
    /// Why a program can't be run, as the system numbers it.
    struct Failure: Error {
        let number: Int32
    }

    /// Which of the program's streams it is.
    enum Stream {
        case input, output
    }

    /// This end of the pipe, to be closed by whoever started the program.
    let end: Int32
    private let process: pid_t

    /// Starts a program, without a shell.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments, at least one.
    ///   - stream: which of its streams ends here; the others are those of this process.
    /// - Throws: why it can't be run.
    init(_ words: [String], _ stream: Stream) throws(Failure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(number: errno) }
        let (own, other) = stream == .input ? (ends[1], ends[0]) : (ends[0], ends[1])
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(
            &actions, other, stream == .input ? STDIN_FILENO : STDOUT_FILENO)
        for end in ends { posix_spawn_file_actions_addclose(&actions, end) }
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let problem = posix_spawnp(&child, words[0], &actions, nil, arguments, environ)
        close(other)
        guard problem == 0 else {
            close(own)
            throw Failure(number: problem)
        }
        end = own
        process = child
    }

    /// Waits until the program has ended.
    ///
    /// - Returns: how it ended; 0 where all went well.
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
