extension MethodTable {
    private static let general = "RPCGeneralMixin"

    /// Questions about the server and the caller.
    static let generalMethods: [Method] = [
        Method(
            "accessControl_authenticated", owner: general, "", .read { _, _ in .value(.bool(true)) }
        ),
        Method(
            "accessControl_getUserGroups", owner: general, "",
            .read { _, arguments in
                let isAdministrator = arguments.caller.role == .administrator
                let groups = isAdministrator ? ["opsiadmin"] : []
                return .value(.array((groups + [arguments.caller.name]).map { .string($0) }))
            }),
        Method(
            "accessControl_userIsAdmin", owner: general, "",
            .read { _, arguments in .value(.bool(arguments.caller.role == .administrator)) }),
        Method(
            "accessControl_userIsReadOnlyUser", owner: general, "",
            .read { _, arguments in .value(.bool(arguments.caller.role == .readOnly)) }),
        // The session ends where the request is handled; the method itself has nothing to do.
        Method("backend_exit", owner: general, "", .read { _, _ in .null }),
        Method(
            "backend_getInterface", owner: general, "",
            .read { _, _ in
                .value(.array(all.sorted { $0.name < $1.name }.map(\.interface)))
            }),
        Method(
            "backend_getOptions", owner: general, "", isDeprecated: true,
            .read { _, _ in .value(.object([:])) }),
        Method(
            "backend_setOptions", owner: general, "options", isDeprecated: true,
            .read { _, _ in .null }),
        Method(
            "backend_info", owner: general, "",
            .read { _, _ in
                .value(
                    .object([
                        "opsiVersion": .string(OpsiMock.serverVersion),
                        "modules": .object(["valid": .bool(false)]),
                        "realmodules": .object([:]),
                    ]))
            }),
        Method(
            "getDomain", owner: general, "", .read { world, _ in .value(.string(world.domain)) }),
        Method(
            "getServiceTime", owner: "RPCExtLegacyMixin", "*utctime", isDeprecated: true,
            .read { world, arguments in
                let offset = arguments["utctime"].isTruthy ? 0 : world.utcOffset
                return .value(.string(WireTime.text(world.clock.now + offset) + ".000000"))
            }),
    ]
}
