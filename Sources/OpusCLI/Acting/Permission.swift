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

    /// Says what will be done, and asks unless that is settled.
    static func get(
        _ acting: ActingOptions, _ context: CommandContext, _ what: String
    ) -> Bool {
        if acting.dryRun {
            context.console.note("would \(what); nothing was changed")
            return true
        }
        context.console.note("will \(what)")
        guard !acting.yes else { return true }
        let answer = Question.yes("Go on at \(context.server)?")
        if !answer { context.console.note("nothing was changed") }
        return answer
    }
}
