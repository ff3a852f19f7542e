/// The whole output for `Samples.metrics()`, written down once and read by a person.
enum Golden {
    static let openMetrics =
        text.replacing(#/# (HELP|TYPE) (\w+)_total /#) { "# \($0.1) \($0.2) " } + "# EOF\n"

    static let text = #"""
        # HELP opsi_client_failed_products Localboot products of the client whose last action failed.
        # TYPE opsi_client_failed_products gauge
        opsi_client_failed_products{server="opsi.test",client="pc1.example.org"} 2
        opsi_client_failed_products{server="opsi.test",client="pc2.example.org"} 0
        opsi_client_failed_products{server="opsi.test",client="pc3.example.org"} 0
        # HELP opsi_client_failed_since_timestamp_seconds Since when the client is failed, in Unix time by the server's clock: since its oldest failure that still is, over retries for as long as the exporter runs, else as the row was last written. Absent for a client without a failed product.
        # TYPE opsi_client_failed_since_timestamp_seconds gauge
        opsi_client_failed_since_timestamp_seconds{server="opsi.test",client="pc1.example.org"} 1779990000
        # HELP opsi_client_last_seen_timestamp_seconds When the client last contacted the opsi server, in Unix time by the server's clock; a new client has the time of its creation. Absent for a client of which the server knows none.
        # TYPE opsi_client_last_seen_timestamp_seconds gauge
        opsi_client_last_seen_timestamp_seconds{server="opsi.test",client="pc1.example.org"} 1779999000
        opsi_client_last_seen_timestamp_seconds{server="opsi.test",client="pc2.example.org"} 1770000000
        # HELP opsi_client_products_failed Pairs of client and localboot product whose last action failed.
        # TYPE opsi_client_products_failed gauge
        opsi_client_products_failed{server="opsi.test",depot="depot1.example.org"} 4
        opsi_client_products_failed{server="opsi.test",depot="unknown"} 0
        # HELP opsi_client_products_requested Pairs of client and localboot product by the action that is requested.
        # TYPE opsi_client_products_requested gauge
        opsi_client_products_requested{server="opsi.test",depot="depot1.example.org",action="setup"} 6
        opsi_client_products_requested{server="opsi.test",depot="depot1.example.org",action="uninstall"} 0
        opsi_client_products_requested{server="opsi.test",depot="depot1.example.org",action="update"} 0
        opsi_client_products_requested{server="opsi.test",depot="depot1.example.org",action="always"} 0
        opsi_client_products_requested{server="opsi.test",depot="depot1.example.org",action="once"} 0
        opsi_client_products_requested{server="opsi.test",depot="depot1.example.org",action="custom"} 0
        opsi_client_products_requested{server="opsi.test",depot="unknown",action="setup"} 0
        opsi_client_products_requested{server="opsi.test",depot="unknown",action="uninstall"} 0
        opsi_client_products_requested{server="opsi.test",depot="unknown",action="update"} 0
        opsi_client_products_requested{server="opsi.test",depot="unknown",action="always"} 0
        opsi_client_products_requested{server="opsi.test",depot="unknown",action="once"} 0
        opsi_client_products_requested{server="opsi.test",depot="unknown",action="custom"} 0
        # HELP opsi_client_products_updatable Pairs of client and installed localboot product of which the client's depot has a newer version.
        # TYPE opsi_client_products_updatable gauge
        opsi_client_products_updatable{server="opsi.test",depot="depot1.example.org"} 5
        opsi_client_products_updatable{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients Clients. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients gauge
        opsi_clients{server="opsi.test",depot="depot1.example.org"} 3
        opsi_clients{server="opsi.test",depot="unknown"} 1
        # HELP opsi_clients_deferred Clients with an action pending that was put off, as a user works, or suspended: it waits for them, and does not count as stuck. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_deferred gauge
        opsi_clients_deferred{server="opsi.test",depot="depot1.example.org"} 0
        opsi_clients_deferred{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_failed Clients with at least one localboot product whose last action failed, whatever its installation status. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_failed gauge
        opsi_clients_failed{server="opsi.test",depot="depot1.example.org"} 1
        opsi_clients_failed{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_fresh Clients with a client agent and no other localboot product installed beyond the configured baseline. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_fresh gauge
        opsi_clients_fresh{server="opsi.test",depot="depot1.example.org"} 0
        opsi_clients_fresh{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_never_seen Clients never seen since they were created. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_never_seen gauge
        opsi_clients_never_seen{server="opsi.test",depot="depot1.example.org"} 0
        opsi_clients_never_seen{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_outdated Clients not seen for the configured number of days (30 by default), by the opsi server's clock; this is not about versions, see updatable. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_outdated gauge
        opsi_clients_outdated{server="opsi.test",depot="depot1.example.org"} 0
        opsi_clients_outdated{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_pending Clients with an action requested for a localboot product that has not run yet; requests of always are not counted. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_pending gauge
        opsi_clients_pending{server="opsi.test",depot="depot1.example.org"} 0
        opsi_clients_pending{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_stuck Clients with an action pending for the configured number of hours (24 by default), by the opsi server's clock. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_stuck gauge
        opsi_clients_stuck{server="opsi.test",depot="depot1.example.org"} 0
        opsi_clients_stuck{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_ungrouped Clients that are direct members of no host group. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_ungrouped gauge
        opsi_clients_ungrouped{server="opsi.test",depot="depot1.example.org"} 1
        opsi_clients_ungrouped{server="opsi.test",depot="unknown"} 0
        # HELP opsi_clients_updatable Clients with at least one installed localboot product of which their depot has a newer version, in opsi's version order. Each client is counted at exactly one depot, so summing is right.
        # TYPE opsi_clients_updatable gauge
        opsi_clients_updatable{server="opsi.test",depot="depot1.example.org"} 2
        opsi_clients_updatable{server="opsi.test",depot="unknown"} 0
        # HELP opsi_depot_info Depots and the master depot of each: the depot itself where it is one, empty where it has none. The value is always 1.
        # TYPE opsi_depot_info gauge
        opsi_depot_info{server="opsi.test",depot="depot1.example.org",master="depot1.example.org"} 1
        # HELP opsi_depot_products Products on the depot, of every type.
        # TYPE opsi_depot_products gauge
        opsi_depot_products{server="opsi.test",depot="depot1.example.org"} 60
        # HELP opsi_exporter_build_info The exporter's version. The value is always 1.
        # TYPE opsi_exporter_build_info gauge
        opsi_exporter_build_info{version="1.2.3"} 1
        # HELP opsi_exporter_certificate_expiry_timestamp_seconds When the exporter's own certificate ends, in Unix time. Absent for plain HTTP.
        # TYPE opsi_exporter_certificate_expiry_timestamp_seconds gauge
        opsi_exporter_certificate_expiry_timestamp_seconds 1800000000
        # HELP opsi_exporter_collection_errors_total Collections that failed, were overdue, or succeeded without a part that could not be read, by reason.
        # TYPE opsi_exporter_collection_errors_total counter
        opsi_exporter_collection_errors_total{server="opsi.test",reason="configuration"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="unreachable"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="tls"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="authentication"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="blocked"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="permission"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="rpc"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="malformed_answer"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="timeout"} 2
        opsi_exporter_collection_errors_total{server="opsi.test",reason="too_large"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="not_opsi"} 0
        opsi_exporter_collection_errors_total{server="opsi.test",reason="unavailable"} 0
        # HELP opsi_exporter_collection_interval_seconds Time from the start of one collection to the start of the next, as configured.
        # TYPE opsi_exporter_collection_interval_seconds gauge
        opsi_exporter_collection_interval_seconds{server="opsi.test"} 1.5
        # HELP opsi_exporter_collections_skipped_total Collections that were due and left out, as the one before was still running.
        # TYPE opsi_exporter_collections_skipped_total counter
        opsi_exporter_collections_skipped_total{server="opsi.test"} 1
        # HELP opsi_exporter_collections_total Collections that have ended, successful or not.
        # TYPE opsi_exporter_collections_total counter
        opsi_exporter_collections_total{server="opsi.test"} 3
        # HELP opsi_exporter_config_last_reload_success_timestamp_seconds When the configuration was last read and taken over, in Unix time by the exporter's clock.
        # TYPE opsi_exporter_config_last_reload_success_timestamp_seconds gauge
        opsi_exporter_config_last_reload_success_timestamp_seconds 1790000000.75
        # HELP opsi_exporter_config_last_reload_successful Whether the configuration could be read and taken over the last time: 1 if it could, 0 if the one before stays.
        # TYPE opsi_exporter_config_last_reload_successful gauge
        opsi_exporter_config_last_reload_successful 1
        # HELP opsi_exporter_event_gaps_total Times that events of the opsi server may have been missed: its connection ended, more came at once than it holds, or something unknown came.
        # TYPE opsi_exporter_event_gaps_total counter
        opsi_exporter_event_gaps_total{server="opsi.test"} 0
        # HELP opsi_exporter_event_lag_seconds How long the events that were counted last had waited for that since they came. Absent before the first ones.
        # TYPE opsi_exporter_event_lag_seconds gauge
        opsi_exporter_event_lag_seconds{server="opsi.test"} 0.75
        # HELP opsi_exporter_events_connected Whether the opsi server's events are heard: 1 if they are, 0 if what changed is asked for with each collection.
        # TYPE opsi_exporter_events_connected gauge
        opsi_exporter_events_connected{server="opsi.test"} 0
        # HELP opsi_exporter_events_total Events that came from the opsi server, by its own names for them; unknown are messages that stand for anything.
        # TYPE opsi_exporter_events_total counter
        opsi_exporter_events_total{server="opsi.test",event="productOnClient_created"} 0
        opsi_exporter_events_total{server="opsi.test",event="productOnClient_updated"} 0
        opsi_exporter_events_total{server="opsi.test",event="productOnClient_deleted"} 0
        opsi_exporter_events_total{server="opsi.test",event="host_created"} 0
        opsi_exporter_events_total{server="opsi.test",event="host_updated"} 0
        opsi_exporter_events_total{server="opsi.test",event="host_deleted"} 0
        opsi_exporter_events_total{server="opsi.test",event="configState_created"} 0
        opsi_exporter_events_total{server="opsi.test",event="configState_updated"} 0
        opsi_exporter_events_total{server="opsi.test",event="configState_deleted"} 0
        opsi_exporter_events_total{server="opsi.test",event="config_created"} 0
        opsi_exporter_events_total{server="opsi.test",event="config_updated"} 0
        opsi_exporter_events_total{server="opsi.test",event="config_deleted"} 0
        opsi_exporter_events_total{server="opsi.test",event="unknown"} 0
        # HELP opsi_exporter_full_reads_total Times that everything was read of the opsi server's fleet, by reason.
        # TYPE opsi_exporter_full_reads_total counter
        opsi_exporter_full_reads_total{server="opsi.test",reason="first"} 1
        opsi_exporter_full_reads_total{server="opsi.test",reason="interval"} 2
        opsi_exporter_full_reads_total{server="opsi.test",reason="clock"} 0
        opsi_exporter_full_reads_total{server="opsi.test",reason="too_large"} 0
        opsi_exporter_full_reads_total{server="opsi.test",reason="restore"} 0
        opsi_exporter_full_reads_total{server="opsi.test",reason="request"} 0
        opsi_exporter_full_reads_total{server="opsi.test",reason="events_connected"} 0
        opsi_exporter_full_reads_total{server="opsi.test",reason="events_flood"} 0
        opsi_exporter_full_reads_total{server="opsi.test",reason="events_unknown"} 0
        # HELP opsi_exporter_http_requests_total HTTP requests answered before the last collection ended, by status code.
        # TYPE opsi_exporter_http_requests_total counter
        opsi_exporter_http_requests_total{code="200"} 7
        opsi_exporter_http_requests_total{code="404"} 0
        # HELP opsi_exporter_last_collection_duration_seconds How long the last collection took, successful or not. Absent before the first one has ended.
        # TYPE opsi_exporter_last_collection_duration_seconds gauge
        opsi_exporter_last_collection_duration_seconds{server="opsi.test"} 0.25
        # HELP opsi_exporter_last_collection_success_timestamp_seconds When a collection last succeeded, in Unix time by the exporter's clock. Absent before the first success.
        # TYPE opsi_exporter_last_collection_success_timestamp_seconds gauge
        opsi_exporter_last_collection_success_timestamp_seconds{server="opsi.test"} 1790000060.25
        # HELP opsi_exporter_last_full_read_timestamp_seconds When everything was last read, in Unix time by the exporter's clock. Absent before the first time.
        # TYPE opsi_exporter_last_full_read_timestamp_seconds gauge
        opsi_exporter_last_full_read_timestamp_seconds{server="opsi.test"} 1790000000.5
        # HELP opsi_exporter_mended_rows_total Rows of the opsi server's database that were found to be others than was known though nothing had told, and were mended.
        # TYPE opsi_exporter_mended_rows_total counter
        opsi_exporter_mended_rows_total{server="opsi.test"} 3
        # HELP opsi_exporter_series_limit_exceeded Whether a family on request is withheld, as it would have more series of this server than its limit allows: 1 if it is, 0 if it is there. Only for families that were asked for, while there is data.
        # TYPE opsi_exporter_series_limit_exceeded gauge
        opsi_exporter_series_limit_exceeded{server="opsi.test",family="opsi_product_clients_failed"} 0
        opsi_exporter_series_limit_exceeded{server="opsi.test",family="opsi_product_clients_updatable"} 0
        opsi_exporter_series_limit_exceeded{server="opsi.test",family="opsi_product_clients_installed"} 0
        opsi_exporter_series_limit_exceeded{server="opsi.test",family="opsi_client_failed_products"} 0
        opsi_exporter_series_limit_exceeded{server="opsi.test",family="opsi_client_failed_since_timestamp_seconds"} 0
        opsi_exporter_series_limit_exceeded{server="opsi.test",family="opsi_client_last_seen_timestamp_seconds"} 0
        opsi_exporter_series_limit_exceeded{server="opsi.test",family="opsi_product_clients_failed_by_cause"} 0
        # HELP opsi_group_clients Clients of the host group and of all groups below it, each counted once. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients gauge
        opsi_group_clients{server="opsi.test",group="back\\slash"} 2
        opsi_group_clients{server="opsi.test",group="clientdirectory"} 3
        opsi_group_clients{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients{server="opsi.test",group="say \"hi\""} 1
        opsi_group_clients{server="opsi.test",group="two\nlines"} 1
        # HELP opsi_group_clients_deferred Clients of the host group and of all groups below it, with an action pending that was put off, as a user works, or suspended: it waits for them, and does not count as stuck. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_deferred gauge
        opsi_group_clients_deferred{server="opsi.test",group="back\\slash"} 0
        opsi_group_clients_deferred{server="opsi.test",group="clientdirectory"} 0
        opsi_group_clients_deferred{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_deferred{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_deferred{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_clients_failed Clients of the host group and of all groups below it, with at least one localboot product whose last action failed, whatever its installation status. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_failed gauge
        opsi_group_clients_failed{server="opsi.test",group="back\\slash"} 1
        opsi_group_clients_failed{server="opsi.test",group="clientdirectory"} 1
        opsi_group_clients_failed{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_failed{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_failed{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_clients_fresh Clients of the host group and of all groups below it, with a client agent and no other localboot product installed beyond the configured baseline. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_fresh gauge
        opsi_group_clients_fresh{server="opsi.test",group="back\\slash"} 0
        opsi_group_clients_fresh{server="opsi.test",group="clientdirectory"} 0
        opsi_group_clients_fresh{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_fresh{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_fresh{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_clients_never_seen Clients of the host group and of all groups below it, never seen since they were created. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_never_seen gauge
        opsi_group_clients_never_seen{server="opsi.test",group="back\\slash"} 0
        opsi_group_clients_never_seen{server="opsi.test",group="clientdirectory"} 0
        opsi_group_clients_never_seen{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_never_seen{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_never_seen{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_clients_outdated Clients of the host group and of all groups below it, not seen for the configured number of days (30 by default), by the opsi server's clock; this is not about versions, see updatable. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_outdated gauge
        opsi_group_clients_outdated{server="opsi.test",group="back\\slash"} 0
        opsi_group_clients_outdated{server="opsi.test",group="clientdirectory"} 0
        opsi_group_clients_outdated{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_outdated{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_outdated{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_clients_pending Clients of the host group and of all groups below it, with an action requested for a localboot product that has not run yet; requests of always are not counted. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_pending gauge
        opsi_group_clients_pending{server="opsi.test",group="back\\slash"} 0
        opsi_group_clients_pending{server="opsi.test",group="clientdirectory"} 0
        opsi_group_clients_pending{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_pending{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_pending{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_clients_stuck Clients of the host group and of all groups below it, with an action pending for the configured number of hours (24 by default), by the opsi server's clock. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_stuck gauge
        opsi_group_clients_stuck{server="opsi.test",group="back\\slash"} 0
        opsi_group_clients_stuck{server="opsi.test",group="clientdirectory"} 0
        opsi_group_clients_stuck{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_stuck{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_stuck{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_clients_updatable Clients of the host group and of all groups below it, with at least one installed localboot product of which their depot has a newer version, in opsi's version order. Groups overlap: do not sum over group.
        # TYPE opsi_group_clients_updatable gauge
        opsi_group_clients_updatable{server="opsi.test",group="back\\slash"} 0
        opsi_group_clients_updatable{server="opsi.test",group="clientdirectory"} 0
        opsi_group_clients_updatable{server="opsi.test",group="grün 🦊"} 0
        opsi_group_clients_updatable{server="opsi.test",group="say \"hi\""} 0
        opsi_group_clients_updatable{server="opsi.test",group="two\nlines"} 0
        # HELP opsi_group_info Host groups and the group above each, which is empty for a root and need not exist. The value is always 1.
        # TYPE opsi_group_info gauge
        opsi_group_info{server="opsi.test",group="back\\slash",parent="clientdirectory"} 1
        opsi_group_info{server="opsi.test",group="clientdirectory",parent=""} 1
        opsi_group_info{server="opsi.test",group="grün 🦊",parent="say \"hi\""} 1
        opsi_group_info{server="opsi.test",group="say \"hi\"",parent="gone"} 1
        opsi_group_info{server="opsi.test",group="two\nlines",parent=""} 1
        # HELP opsi_product_clients_failed Clients on which the last action with the localboot product failed, whatever its installation status.
        # TYPE opsi_product_clients_failed gauge
        opsi_product_clients_failed{server="opsi.test",product="7zip"} 0
        opsi_product_clients_failed{server="opsi.test",product="firefox"} 1
        opsi_product_clients_failed{server="opsi.test",product="odd \"one\""} 0
        # HELP opsi_product_clients_failed_by_cause Clients on which the last action with the localboot product failed, by cause; pending where the client's log was not read yet, or may still come. Only causes that there are.
        # TYPE opsi_product_clients_failed_by_cause gauge
        opsi_product_clients_failed_by_cause{server="opsi.test",product="firefox",cause="files_missing"} 1
        opsi_product_clients_failed_by_cause{server="opsi.test",product="firefox",cause="busy"} 2
        opsi_product_clients_failed_by_cause{server="opsi.test",product="firefox",cause="pending"} 1
        opsi_product_clients_failed_by_cause{server="opsi.test",product="odd \"one\"",cause="unknown"} 1
        # HELP opsi_product_clients_installed Clients on which the localboot product is installed.
        # TYPE opsi_product_clients_installed gauge
        opsi_product_clients_installed{server="opsi.test",product="7zip"} 3
        opsi_product_clients_installed{server="opsi.test",product="firefox"} 2
        opsi_product_clients_installed{server="opsi.test",product="odd \"one\""} 0
        # HELP opsi_product_clients_updatable Clients on which the localboot product is installed and whose depot has a newer version, in opsi's version order.
        # TYPE opsi_product_clients_updatable gauge
        opsi_product_clients_updatable{server="opsi.test",product="7zip"} 2
        opsi_product_clients_updatable{server="opsi.test",product="firefox"} 0
        opsi_product_clients_updatable{server="opsi.test",product="odd \"one\""} 0
        # HELP opsi_product_version_clients_failed Clients on which the last action with this version of the localboot product failed.
        # TYPE opsi_product_version_clients_failed gauge
        opsi_product_version_clients_failed{server="opsi.test",depot="depot1.example.org",product="firefox",version="118.0-1"} 1
        opsi_product_version_clients_failed{server="opsi.test",depot="depot1.example.org",product="firefox",version="119.0-1"} 3
        opsi_product_version_clients_failed{server="opsi.test",depot="unknown",product="odd \"one\"",version=""} 1
        # HELP opsi_product_version_clients_failed_recently Those of opsi_product_version_clients_failed whose action ended within the last 6 hours, by the opsi server's clock, and of which no retry waits.
        # TYPE opsi_product_version_clients_failed_recently gauge
        opsi_product_version_clients_failed_recently{server="opsi.test",depot="depot1.example.org",product="firefox",version="118.0-1"} 0
        opsi_product_version_clients_failed_recently{server="opsi.test",depot="depot1.example.org",product="firefox",version="119.0-1"} 2
        opsi_product_version_clients_failed_recently{server="opsi.test",depot="unknown",product="odd \"one\"",version=""} 1
        # HELP opsi_product_version_clients_succeeded Clients on which this version of the localboot product is installed and the last action succeeded. Only where it failed on a client of the depot, and the depot has this version.
        # TYPE opsi_product_version_clients_succeeded gauge
        opsi_product_version_clients_succeeded{server="opsi.test",depot="depot1.example.org",product="firefox",version="119.0-1"} 12
        # HELP opsi_product_version_clients_succeeded_recently Those of opsi_product_version_clients_succeeded whose action ended within the last 6 hours, by the opsi server's clock, and which wait for no other. Only where it failed on a client of the depot, and the depot has this version.
        # TYPE opsi_product_version_clients_succeeded_recently gauge
        opsi_product_version_clients_succeeded_recently{server="opsi.test",depot="depot1.example.org",product="firefox",version="119.0-1"} 5
        # HELP opsi_product_version_clients_waiting Clients that are asked to install or run this version of the localboot product and have not yet; those whose retry waits are among the failed, too. Only where it failed on a client of the depot, and the depot has this version.
        # TYPE opsi_product_version_clients_waiting gauge
        opsi_product_version_clients_waiting{server="opsi.test",depot="depot1.example.org",product="firefox",version="119.0-1"} 7
        # HELP opsi_rpc_duration_seconds How long calls to the opsi server took, from sending the request to the decoded answer, repetitions included, successful or not.
        # TYPE opsi_rpc_duration_seconds histogram
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="0.01"} 0
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="0.025"} 0
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="0.05"} 0
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="0.1"} 0
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="0.25"} 0
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="0.5"} 0
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="1.0"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="2.5"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="5.0"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="10.0"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="30.0"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="60.0"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="group_getObjects",le="+Inf"} 1
        opsi_rpc_duration_seconds_sum{server="opsi.test",method="group_getObjects"} 1
        opsi_rpc_duration_seconds_count{server="opsi.test",method="group_getObjects"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="0.01"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="0.025"} 1
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="0.05"} 2
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="0.1"} 2
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="0.25"} 2
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="0.5"} 2
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="1.0"} 3
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="2.5"} 3
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="5.0"} 3
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="10.0"} 3
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="30.0"} 3
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="60.0"} 3
        opsi_rpc_duration_seconds_bucket{server="opsi.test",method="host_getObjects",le="+Inf"} 4
        opsi_rpc_duration_seconds_sum{server="opsi.test",method="host_getObjects"} 90.835
        opsi_rpc_duration_seconds_count{server="opsi.test",method="host_getObjects"} 4
        # HELP opsi_rpc_errors_total Calls to the opsi server that failed in the end.
        # TYPE opsi_rpc_errors_total counter
        opsi_rpc_errors_total{server="opsi.test",method="group_getObjects"} 0
        opsi_rpc_errors_total{server="opsi.test",method="host_getObjects"} 1
        # HELP opsi_rpc_response_bytes_total Bytes of the opsi server's answers as they crossed the network, without HTTP headers.
        # TYPE opsi_rpc_response_bytes_total counter
        opsi_rpc_response_bytes_total{server="opsi.test",method="group_getObjects"} 0
        opsi_rpc_response_bytes_total{server="opsi.test",method="host_getObjects"} 4000
        # HELP opsi_server_certificate_expiry_timestamp_seconds When the certificate ends that the opsi server showed last, in Unix time. Absent before the first connection, and without TLS.
        # TYPE opsi_server_certificate_expiry_timestamp_seconds gauge
        opsi_server_certificate_expiry_timestamp_seconds{server="opsi.test"} 1795000000
        # HELP opsi_server_info The opsi server's own version. The value is always 1.
        # TYPE opsi_server_info gauge
        opsi_server_info{server="opsi.test",version="4.3.23.7"} 1
        # HELP opsi_up Whether the last collection from the opsi server succeeded: 1 if it did, 0 if it did not, none has ended yet, or the next one is overdue.
        # TYPE opsi_up gauge
        opsi_up{server="opsi.test"} 1
        # HELP process_cpu_seconds_total Total user and system CPU time spent in seconds.
        # TYPE process_cpu_seconds_total counter
        process_cpu_seconds_total 1.25
        # HELP process_max_fds Maximum number of open file descriptors.
        # TYPE process_max_fds gauge
        process_max_fds 1024
        # HELP process_open_fds Number of open file descriptors.
        # TYPE process_open_fds gauge
        process_open_fds 9
        # HELP process_resident_memory_bytes Resident memory size in bytes.
        # TYPE process_resident_memory_bytes gauge
        process_resident_memory_bytes 2048
        # HELP process_start_time_seconds Start time of the process since unix epoch in seconds.
        # TYPE process_start_time_seconds gauge
        process_start_time_seconds 1790000000.5
        # HELP process_virtual_memory_bytes Virtual memory size in bytes.
        # TYPE process_virtual_memory_bytes gauge
        process_virtual_memory_bytes 4096

        """#
}
