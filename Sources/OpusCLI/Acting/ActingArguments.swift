import ArgumentParser

/// What the acting commands of one kind take.
protocol ActingArguments: CommandArguments {
    var targets: TargetArguments { get }
    var acting: ActingOptions { get }
    /// Nil where nothing runs on clients later.
    var waiting: WaitingOptions? { get }
}

/// For what clients are asked to do with products that are named.
struct RequestArguments: ActingArguments {
    @Argument(
        help: ArgumentHelp(
            "Products, or @GROUP of products, with commas between them.", valueName: "products"),
        completion: .custom(NameCompletion.products))
    var products: ProductList
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var waitingOptions: WaitingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: WaitingOptions? { waitingOptions }
}

/// For what clients are asked to do with products that are found on them.
struct RepairArguments: ActingArguments {
    @OptionGroup var targets: TargetArguments
    @OptionGroup var products: ProductFilter
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var waitingOptions: WaitingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: WaitingOptions? { waitingOptions }
}

/// For what is recorded of products, and happens on no client.
struct RecordArguments: ActingArguments {
    @Argument(
        help: ArgumentHelp(
            "Products, or @GROUP of products, with commas between them.", valueName: "products"),
        completion: .custom(NameCompletion.products))
    var products: ProductList
    @OptionGroup var plain: ClientArguments

    var targets: TargetArguments { plain.targets }
    var acting: ActingOptions { plain.acting }
    var waiting: WaitingOptions? { nil }
    var connection: ConnectionOptions { plain.connection }
    var output: OutputOptions { plain.output }
}

/// For what is about clients themselves.
struct ClientArguments: ActingArguments {
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: WaitingOptions? { nil }
}

/// For what is about a group and its members.
struct MemberArguments: ActingArguments {
    @Argument(
        help: ArgumentHelp("The group's id.", valueName: "group"),
        completion: .custom(NameCompletion.groups))
    var group: String
    @OptionGroup var plain: ClientArguments

    var targets: TargetArguments { plain.targets }
    var acting: ActingOptions { plain.acting }
    var waiting: WaitingOptions? { nil }
    var connection: ConnectionOptions { plain.connection }
    var output: OutputOptions { plain.output }
}
