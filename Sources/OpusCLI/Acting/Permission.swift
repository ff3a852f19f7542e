/// A person's permission to change one thing.
enum Permission {
    /// Refuses where nobody could say yes in the end.
    static func require(
        _ acting: ActingOptions, _ output: OutputOptions
    ) throws(CommandFailure) {
        guard acting.dryRun || acting.yes || (!output.noInput && Terminal.isInteractive) else {
            throw .usage(
                "nobody can be asked here: give --yes to go on without a question, or --dry-run to"
                    + " see the plan")
        }
    }
}
