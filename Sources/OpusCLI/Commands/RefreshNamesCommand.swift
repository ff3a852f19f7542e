import ArgumentParser
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Fetches the names for completion; run by completion itself.
struct RefreshNamesCommand: ReadingCommand {
    static let name = "refresh-names"

    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Fetch the names for completion.", shouldDisplay: false)

    @OptionGroup var arguments: ReadingArguments

    /// After so many seconds the names come too late for anyone.
    private static let longest: UInt32 = 20

    func perform() async throws -> ExitStatus {
        alarm(Self.longest)
        return try await performWithServer()
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let connection = try ConnectionResolver(context.environment).resolve(self.connection)
        guard let cache = NameCache(connection, context.environment) else { return .done }
        // Where two shells complete at once, one of them asking is enough.
        cache.touch()
        let opus = context.opus
        let clients = try await opus.clients().map { ($0.id.text, NameCache.Kind.client) }
        let groups = try await opus.clientGroups().map { ($0.id.text, NameCache.Kind.group) }
        let products = Set(try await opus.products().map(\.id)).sorted()
            .map { ($0.text, NameCache.Kind.product) }
        let productGroups = try await opus.productGroups()
            .map { ($0.id.text, NameCache.Kind.productGroup) }
        let depots = try await opus.depotIDs().map { ($0.text, NameCache.Kind.depot) }
        cache.store(clients + groups + products + productGroups + depots)
        return .done
    }
}
