package loom.aml.server.page.view;

import java.util.List;
import java.util.stream.Stream;
import loom.aml.monitor.AgentSummary;
import loom.aml.monitor.Alert;
import loom.aml.monitor.Health;

/**
 * The state of a store at a glance.
 *
 * @param jobs the jobs, whether they run or not
 * @param alerts the open alerts
 * @param findings the parts that could not be read
 * @param seen when the health was judged
 */
public record OverviewView(
        Health health,
        List<Figure> figures,
        Chart growth,
        Chart rot,
        List<RunRow> runs,
        List<JobRow> jobs,
        List<Alert> alerts,
        List<AgentSummary> agents,
        List<FindingView> findings,
        String seen) {

    public OverviewView {
        figures = List.copyOf(figures);
        runs = List.copyOf(runs);
        jobs = List.copyOf(jobs);
        alerts = List.copyOf(alerts);
        agents = List.copyOf(agents);
        findings = List.copyOf(findings);
    }

    /** Returns the checks that need attention. */
    public List<Health.Check> concerns() {
        return checks().filter(check -> check.status() != Health.Status.HEALTHY).toList();
    }

    private Stream<Health.Check> checks() {
        return health.checks().stream();
    }

    /** Returns the number of checks without a concern. */
    public long passed() {
        return checks().filter(check -> check.status() == Health.Status.HEALTHY).count();
    }
}
