import CMalloc

/// What this process keeps in memory without need.
public enum ResidentMemory {
    /// Makes a program that runs for months hold what it uses and little more.
    ///
    /// A heap for each thread, and free memory kept for the next time, are a third of what an
    /// exporter holds between two collections, and gain it nothing: it allocates seldom, and in large
    /// pieces. To be called before there is a second thread.
    public static func keepLittle() {
        opus_malloc_limits(1, 128 * 1024)
    }

    /// Gives back what is free between what is used; takes less than a millisecond.
    public static func giveBack() { opus_malloc_trim() }

    /// Gives back the memory in which the program's own code lies: that of its start is never run
    /// again, and the rest comes back as it runs.
    public static func giveBackCode() { opus_code_give_back() }
}
