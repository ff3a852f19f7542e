import ArgumentParser

/// What the acting commands of one kind take.
protocol ActingArguments: CommandArguments {
    var targets: TargetArguments { get }
    var acting: ActingOptions { get }
    /// Nil where nothing runs on clients later.
    var waiting: WaitingOptions? { get }
}

/// For what is about clients themselves.
struct ClientArguments: ActingArguments {
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: WaitingOptions? { nil }
}

/// For what clients are asked to do, and do later or now.
struct RequestArguments: ActingArguments {
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var waitingOptions: WaitingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: WaitingOptions? { waitingOptions }
}

/// For what needs to know more than another kind of commands.
protocol ExtendedArguments: ActingArguments {
    associatedtype Plain: ActingArguments
    var plain: Plain { get }
}

extension ExtendedArguments {
    var targets: TargetArguments { plain.targets }
    var acting: ActingOptions { plain.acting }
    var waiting: WaitingOptions? { plain.waiting }
    var connection: ConnectionOptions { plain.connection }
    var output: OutputOptions { plain.output }
}

extension ExtendedArguments where Plain == RequestArguments {
    /// Whether clients are told to act at once.
    var now: Bool { plain.waitingOptions.telling.now }
}

/// For what clients are asked to do with products that are named.
struct ProductArguments: ExtendedArguments {
    @OptionGroup var products: NamedProducts
    @OptionGroup var plain: RequestArguments
}

/// For what clients are asked to do with products that are found on them.
struct RepairArguments: ExtendedArguments {
    @OptionGroup var netboot: NetbootOptions
    @OptionGroup var products: ProductFilter
    @OptionGroup var plain: RequestArguments
}

/// For what is recorded of products, and happens on no client.
struct RecordArguments: ExtendedArguments {
    @OptionGroup var products: NamedProducts
    @OptionGroup var plain: ClientArguments
}

/// For what is about a group and its members.
struct MemberArguments: ExtendedArguments {
    @Argument(help: ArgumentHelp("The group's id.", valueName: "group"), completion: .groups)
    var group: String
    @OptionGroup var plain: ClientArguments
}
