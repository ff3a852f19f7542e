import ArgumentParser
import OpusCore

struct RolloutCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollout",
        abstract: "Install in stages, and stop before it hurts.",
        subcommands: [
            RolloutPlanCommand.self, RolloutRunCommand.self, RolloutStepCommand.self,
            RolloutStatusCommand.self, RolloutPauseCommand.self, RolloutResumeCommand.self,
            RolloutAbortCommand.self, RolloutListCommand.self,
        ])
}
