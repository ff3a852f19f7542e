import ArgumentParser
import LocalSystem
import OpusCore

/// Which rollout.
struct RolloutName: ParsableArguments {
    @Argument(
        help: ArgumentHelp("The file with the rollout's plan.", valueName: "plan"),
        completion: .file(extensions: ["yaml", "yml"]))
    var plan: String

    var files: RolloutFiles { RolloutFiles(plan: plan) }
}

/// How a rollout is watched from elsewhere.
struct RolloutWatching: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write the rollout's state there, for node_exporter's textfile collector.",
            valueName: "file"), completion: .file())
    var metricsFile: String?

    @Option(help: ArgumentHelp("Seconds between two looks.", visibility: .hidden))
    var interval = 15.0

    @Option(
        help: ArgumentHelp(
            "Seconds that a server may be at work on a lost call.", visibility: .hidden))
    var settling = 15

    func validate() throws {
        guard interval >= 0.01, interval <= 3600 else {
            throw ValidationError("--interval takes 0.01 to 3600 seconds")
        }
        guard (0...3600).contains(settling) else {
            throw ValidationError("--settling takes 0 to 3600 seconds")
        }
    }
}

/// What going on with a rollout takes.
struct RolloutArguments: CommandArguments {
    @OptionGroup var name: RolloutName
    @OptionGroup var watching: RolloutWatching
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
}

/// A time, as `--soak` takes it; none is one.
struct SoakTime: ExpressibleByArgument, CustomStringConvertible {
    let seconds: Int

    init?(argument: String) {
        guard let duration = DurationText.parse(argument) else { return nil }
        seconds = Int(duration.components.seconds)
    }

    var description: String { DurationText.text(.seconds(seconds)) }
}
