/// How the process ends, in the numbers of sysexits(3).
enum ExitStatus: Int32, Equatable {
    case success = 0
    case usage = 64
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case configuration = 78
}
