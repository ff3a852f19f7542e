extension MethodTable {
    static let groupMethods: [Method] = []
    static let hostMethods: [Method] = []
    static let productOnClientMethods: [Method] = []
    static let actionRequestMethods: [Method] = []
    static let hostControlMethods: [Method] = []
    static let legacyMethods: [Method] = []
    static func writeMethods(_ table: TableName) -> [Method] { [] }
}
