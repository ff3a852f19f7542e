// What sites change about the dashboards and alerts, all of it. Change it here and run `make dashboards`,
// or where the mixin is used, as in README.md.
{
  _config+:: {
    // The job in prometheus.yml that scrapes opus-exporter.
    job: 'opus',

    // The runbooks are below this address: put the folder where your admins read.
    runbookAddress: 'https://opus.example.org/runbooks',

    // false leaves out keep_firing_for, which Prometheus before 2.42 and old vmalert (Debian 12's)
    // refuse. A short gap in the data then resolves an alert, and the next sample fires it again.
    keepFiring: true,

    // From where on alerts fire; the dashed lines of the dashboards are here, too.
    thresholds: {
      installsFailedShare: 0.1,  // a larger share of a depot's clients
      installsFailedClients: 3,  // at least as many clients
      productFailedShare: 0.3,  // a larger share of those that tried a version within six hours, on one depot
      productFailedClients: 10,  // at least as many clients on which it failed
      groupFailedShare: 0.2,  // a larger share of a group's clients
      groupClients: 5,  // at least as many clients; smaller groups are left to OpsiInstallsFailed
      failuresGrown: 10,  // at least as many more than at the best moment of the last hour, on one depot
      failuresNewShare: 0.5,  // where Prometheus is new: a larger share of what is failed is of the last six hours
      stuckShare: 0.1,  // a larger share of a depot's clients
      stuckClients: 5,  // at least as many clients
      staleIntervals: 5,  // more collection intervals
      incompleteCollections: 0,  // more collections with an error in ten minutes
      certificateDays: 14,  // fewer days before a certificate ends
      outdatedShare: 0.2,  // a larger share of a server's clients
      clientsLeftShare: 0.9,  // a smaller share of the clients of a day ago
    },
  },
}
