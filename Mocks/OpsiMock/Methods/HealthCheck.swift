extension MethodTable {
    /// What the server says of its own health: a mock is always well.
    static let healthMethods: [Method] = [
        Method(
            "service_healthCheck", owner: "RPCGeneralMixin", "*clear_cache",
            .read { _, arguments throws(RPCError) in
                guard arguments.caller.role == .administrator else {
                    throw .permission(method: "service_healthCheck")
                }
                return .value(
                    .array(
                        checks.map { id, name, description in
                            result(
                                id, name, description,
                                partial: [
                                    result("\(id):mock", name, description, partial: [])
                                ])
                        }))
            })
    ]

    private static let checks = [
        ("opsi_config", "Opsi Configuration", "Check opsi configuration state"),
        ("opsiconfd_config", "Opsiconfd Configuration", "Check opsiconfd configuration state"),
        ("ssl", "SSL", "Check TLS certificates"),
        ("redis", "Redis", "Check connection to Redis"),
        ("mysql", "MySQL", "Check connection to the database"),
        ("opsi_packages", "Opsi Packages", "Check that installed packages are up-to-date"),
    ]

    private static func result(
        _ id: String, _ name: String, _ description: String, partial: [JSON]
    ) -> JSON {
        let check: JSONObject = [
            "id": .string(id), "name": .string(name), "description": .string(description),
            "documentation": "", "depot_check": .bool(true), "cache": .bool(true),
            "cache_expiration": .integer(86_400), "partial_checks": .array([]),
            "partial_check": .bool(partial.isEmpty), "cache_partial_checks": .bool(false),
        ]
        return .object([
            "check": .object(check), "message": "No problems found.", "check_status": "ok",
            "upgrade_issue": .null, "details": .object([:]), "partial_results": .array(partial),
            "check_id": .string(id), "check_name": .string(name),
            "check_description": .string(description),
        ])
    }
}
