// What errors of the network hold, which the readers alone know nothing of.

/// Stands for what is wrong with a TLS connection.
public struct TLSProblem: Sendable {}
