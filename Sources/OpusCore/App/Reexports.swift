public import OpusBackend
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
/// See `OpusServer.ObjectID`.
public typealias ObjectID = OpusServer.ObjectID
/// See `OpusServer.Client`.
public typealias Client = OpusServer.Client
/// See `OpusServer.Product`.
public typealias Product = OpusServer.Product
/// See `OpusServer.Group`.
public typealias Group = OpusServer.Group
/// See `OpusServer.ProductOnClient`.
public typealias ProductOnClient = OpusServer.ProductOnClient
/// See `OpusServer.RowName`.
public typealias RowName = OpusServer.RowName
/// See `OpusServer.Software`.
public typealias Software = OpusServer.Software
/// See `OpusServer.SoftwareIdentity`.
public typealias SoftwareIdentity = OpusServer.SoftwareIdentity
/// See `OpusServer.OpusVersion`.
public typealias OpusVersion = OpusServer.OpusVersion
/// See `OpusBackend.FleetReading`.
public typealias FleetReading = OpusBackend.FleetReading
/// See `OpusBackend.ReadingProgress`.
public typealias ReadingProgress = OpusBackend.ReadingProgress
/// See `OpusBackend.ReadingObserver`.
public typealias ReadingObserver = OpusBackend.ReadingObserver
/// See `OpusServer.ServerAuthority`.
public typealias ServerAuthority = OpusServer.ServerAuthority
/// See `OpusServer.ClientSelection`.
public typealias ClientSelection = OpusServer.ClientSelection
/// See `OpusServer.ClientFailure`.
public typealias ClientFailure = OpusServer.ClientFailure
/// See `OpusServer.ClientAnswer`.
public typealias ClientAnswer = OpusServer.ClientAnswer
/// See `OpusServer.ClientResults`.
public typealias ClientResults = OpusServer.ClientResults
/// See `OpusServer.ActionRefused`.
public typealias ActionRefused = OpusServer.ActionRefused
/// See `OpusBackend.ProductRequest`.
public typealias ProductRequest = OpusBackend.ProductRequest
/// See `OpusServer.LogType`.
public typealias LogType = OpusServer.LogType
/// See `OpusServer.ClientEvent`.
public typealias ClientEvent = OpusServer.ClientEvent
/// See `OpusServer.TLSProblem`.
public typealias TLSProblem = OpusServer.TLSProblem
/// See `OpusServer.ServerCertificate`.
public typealias ServerCertificate = OpusServer.ServerCertificate
/// See `OpusServer.LoginHint`.
public typealias LoginHint = OpusServer.LoginHint
