import ArgumentParser
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Names for the shell's completion. They come from a cache; where that is old, another process
/// is sent for new ones, and waited for a moment only.
enum NameCompletion {
    /// With what it takes to start, a person waits for less than 300 ms.
    private static let patienceMilliseconds = 150

    @Sendable static func clients(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        Names(words).of(.client)
    }

    @Sendable static func groups(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        Names(words).of(.group)
    }

    @Sendable static func productGroups(
        _ words: [String], _ index: Int, _ prefix: String
    ) -> [String] {
        Names(words).of(.productGroup)
    }

    /// Products and groups of products with commas between them: the last one is completed.
    @Sendable static func products(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let names = Names(words)
        let groups = names.of(.productGroup)
        if mark(words, index)?.sign == "@" { return groups + groups.map { "@\($0)" } }
        return following(prefix, names.of(.product) + groups.map { "@\($0)" })
    }

    @Sendable static func targets(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        let names = Names(words)
        if let mark = mark(words, index) {
            // To bash, the sign of a group of products is the products, and its name a target.
            let isProducts = mark.sign == "@" && namesProducts.contains(mark.word)
            return isProducts ? products(words, index, prefix) : values(after: mark, names)
        }
        let groups = names.of(.group)
        let products = names.of(.product)
        let all =
            names.of(.client) + groups.map { "@\($0)" } + groups.map { "group:\($0)" }
            + states.map { "state:\($0)" } + names.of(.depot).map { "depot:\($0)" }
            + products.map { "failed:\($0)" } + products.map { "product:\($0)" }
        let words = following(prefix, all)
        // zsh takes what follows a colon for a description.
        guard CompletionShell.requesting == .zsh else { return words }
        return words.map { $0.replacing(":", with: "\\:") }
    }

    /// The commands that begin with products.
    private static let namesProducts: Set<String> = [
        "install", "uninstall", "set-setup", "set-installed", "set-uninstalled",
    ]

    /// bash takes `@` and `:` for words of their own, and what comes before them is not typed
    /// again: the sign right before what is typed, and the word before the sign.
    private static func mark(
        _ words: [String], _ index: Int
    ) -> (sign: String, word: String)? {
        guard CompletionShell.requesting == .bash, words.indices.contains(index) else { return nil }
        // Where nothing is typed after it, the sign is the last word itself.
        let place = ["@", ":"].contains(words[index]) ? index : index - 1
        guard place > 0, ["@", ":"].contains(words[place]) else { return nil }
        return (words[place], words[place - 1])
    }

    /// What can follow a sign in an expression.
    private static func values(
        after mark: (sign: String, word: String), _ names: Names
    ) -> [String] {
        guard mark.sign == ":" else {
            // Some versions of bash type the sign again, others do not.
            return names.of(.group) + names.of(.group).map { "@\($0)" }
        }
        return switch mark.word {
        case "group": names.of(.group)
        case "state": states
        case "depot": names.of(.depot)
        case "product", "failed": names.of(.product)
        default: []
        }
    }

    /// The servers that the configuration file names.
    @Sendable static func contexts(_ words: [String], _ index: Int, _ prefix: String) -> [String] {
        ConnectionResolver(.current()).contexts.filter(NameCache.isPlain)
    }

    private static let states = TargetExpression.State.allCases.map(\.name)

    /// Names behind what is typed already before the last comma.
    private static func following(_ prefix: String, _ names: [String]) -> [String] {
        guard let comma = prefix.lastIndex(of: ",") else { return names }
        let typed = prefix[...comma]
        guard typed.allSatisfy({ NameCache.isPlain("\($0)") || "@:,".contains($0) }) else {
            return []
        }
        return names.map { typed + $0 }
    }

    /// The cached names of the server that the words on the command line mean.
    private struct Names {
        private let cache: NameCache?

        init(_ words: [String]) {
            let arguments = connectionArguments(words)
            guard let options = try? ConnectionOptions.parse(arguments),
                let connection = try? ConnectionResolver(.current()).resolve(options),
                let cache = NameCache(connection, .current())
            else {
                self.cache = nil
                return
            }
            self.cache = cache
            guard !cache.isFresh else { return }
            NameCompletion.refresh(arguments)
            var waited = 0
            while !cache.isFresh, waited < patienceMilliseconds {
                usleep(10_000)
                waited += 10
            }
        }

        func of(_ kind: NameCache.Kind) -> [String] { cache?.names(kind) ?? [] }
    }

    /// Those of the words on the command line that say which server is meant.
    static func connectionArguments(_ words: [String]) -> [String] {
        let options = [
            "--server", "--username", "--password-file", "--ca-file", "--client-cert-file",
            "--client-key-file", "--context",
        ]
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
        // Nobody is to wait for the end of a pipe that this process happens to have inherited.
        for descriptor in Int32(3)..<256 {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        // In a session of its own it has no terminal on which a password command could ask.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, newSession)
        let words = [program, RefreshNamesCommand.name, "--no-input"] + arguments
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var child = pid_t()
        posix_spawnp(&child, program, &actions, &attributes, pointers, environ)
    }

    #if canImport(Glibc)
        // POSIX_SPAWN_SETSID, which is not among what Swift sees of Glibc.
        private static let newSession = Int16(0x80)
    #else
        private static let newSession = Int16(POSIX_SPAWN_SETSID)
    #endif
}

extension CompletionKind {
    static var clients: Self { .custom(NameCompletion.clients) }
    static var groups: Self { .custom(NameCompletion.groups) }
    static var products: Self { .custom(NameCompletion.products) }
    static var targets: Self { .custom(NameCompletion.targets) }
}
