import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Names for the shell's completion. They come from a cache; where that is old, another process
/// is sent for new ones, and waited for a moment only.
enum NameCompletion {
    private static let patienceMilliseconds = 150

    @Sendable static func clients(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        names(words, .client)
    }

    @Sendable static func groups(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        names(words, .group)
    }

    @Sendable static func products(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        names(words, .product)
    }

    @Sendable static func targets(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        names(words, .client) + names(words, .group).map { "@\($0)" }
            + StateName.allCases.filter { $0 != .downgrade }.map { "state:\($0.rawValue)" }
    }

    private static func names(_ words: [String], _ kind: NameCache.Kind) -> [String] {
        let arguments = connectionArguments(words)
        guard let options = try? ConnectionOptions.parse(arguments),
            let connection = try? ConnectionResolver(.current()).resolve(options),
            let cache = NameCache(connection, .current())
        else { return [] }
        if !cache.isFresh {
            refresh(arguments)
            var waited = 0
            while !cache.isFresh, waited < patienceMilliseconds {
                usleep(10_000)
                waited += 10
            }
        }
        return cache.names(kind)
    }

    /// Those of the words on the command line that say which server is meant.
    static func connectionArguments(_ words: [String]) -> [String] {
        let options = ["--server", "--username", "--password-file", "--ca-file", "--context"]
        var result: [String] = []
        for (index, word) in words.enumerated() {
            if word == "--insecure" || options.contains(where: { word.hasPrefix($0 + "=") }) {
                result.append(word)
            } else if options.contains(word), index + 1 < words.count {
                result += [word, words[index + 1]]
            }
        }
        return result
    }

    /// Starts a process that fetches the names, and does not wait for it.
    private static func refresh(_ arguments: [String]) {
        guard let program = CommandLine.arguments.first else { return }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, mode) in [(0, O_RDONLY), (1, O_WRONLY), (2, O_WRONLY)] {
            posix_spawn_file_actions_addopen(&actions, Int32(descriptor), "/dev/null", mode, 0)
        }
        let words = [program, RefreshNamesCommand.name, "--no-input"] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var child = pid_t()
        posix_spawnp(&child, program, &actions, nil, pointers, environ)
    }
}
