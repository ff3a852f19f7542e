import OpusCore

/// Every kind of error that a server can make.
enum ServerErrorCodes {
    static let all = ServerError.Code.allCases
}
