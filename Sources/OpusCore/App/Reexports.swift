public import OpusServer

// A front end imports OpusCore alone; these are the lower layers' types that `Opus` takes and
// returns.

/// See `OpusServer.ServerConfiguration`.
public typealias ServerConfiguration = OpusServer.ServerConfiguration
/// See `OpusServer.RetryPolicy`.
public typealias RetryPolicy = OpusServer.RetryPolicy
/// See `OpusServer.Secret`.
public typealias Secret = OpusServer.Secret
/// See `OpusServer.ServerError`.
public typealias ServerError = OpusServer.ServerError
/// See `OpusServer.ObservedCall`.
public typealias ObservedCall = OpusServer.ObservedCall
/// See `OpusServer.CallObserver`.
public typealias CallObserver = OpusServer.CallObserver
/// See `OpusServer.ActionRequest`.
public typealias ActionRequest = OpusServer.ActionRequest
