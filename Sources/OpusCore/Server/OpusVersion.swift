/// The version of opus.
public enum OpusVersion {
    /// As it shows in `--version`, in metrics and in the requests' `User-Agent`.
    public static let current = "0.1.0"
}
