package loom.aml.server.page;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.OpenStore;
import loom.aml.app.StoreCache;
import loom.aml.app.history.ListRuns;
import loom.aml.app.monitor.ChangeAlert;
import loom.aml.app.monitor.ListAlerts;
import loom.aml.app.monitor.ListMeasurements;
import loom.aml.app.monitor.NoSuchAlertException;
import loom.aml.app.monitor.ShowStatus;
import loom.aml.app.stores.ListStores;
import loom.aml.app.text.Amounts;
import loom.aml.io.FileName;
import loom.aml.monitor.Alert;
import loom.aml.server.job.JobScheduler;
import loom.aml.server.page.view.Addresses;
import loom.aml.server.page.view.Chart;
import loom.aml.server.page.view.Figure;
import loom.aml.server.page.view.FindingView;
import loom.aml.server.page.view.JobRow;
import loom.aml.server.page.view.OverviewView;
import loom.aml.server.page.view.RunRow;
import loom.aml.server.page.view.Section;
import loom.aml.server.page.view.StoreRow;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;
import loom.aml.store.Finding;

/** The list of stores, and the overview of one. */
final class StorePages {
    private static final int RUNS = 6;
    private static final int MEASUREMENTS = 365;

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration UNCHANGED = Duration.ofMinutes(1);
    private static final Duration SHOWN = Duration.ofMinutes(2);

    /** Judging the health reads all items. */
    private final StoreCache<ShowStatus.Result> statuses = new StoreCache<>(FRESH, UNCHANGED, SHOWN);

    private final JobScheduler jobs;

    StorePages(JobScheduler jobs) {
        this.jobs = jobs;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/", StorePages::home),
                Route.get("/stores", StorePages::list),
                Route.get("/stores/*", this::overview),
                Route.post("/stores/*/alerts/*/acknowledge", call -> change(call, Alert.State.ACKNOWLEDGED)),
                Route.post("/stores/*/alerts/*/resolve", call -> change(call, Alert.State.RESOLVED)));
    }

    /** A machine with one store needs no list. */
    private static Answer home(PageCall call) throws IOException {
        List<ServedStore> stores = call.services().stores().all();
        return new Answer.Redirect(
                stores.size() == 1 ? Addresses.store(stores.getFirst().id()) : "/stores");
    }

    private static Answer list(PageCall call) throws IOException {
        ListStores.Result stores = call.services().stores().list();
        Instant now = call.services().clock().instant();
        List<StoreRow> rows = stores.stores().stream()
                .map(entry -> new StoreRow(
                        entry.store().id(),
                        StoreNames.of(entry.store()),
                        FileName.text(entry.store().path()),
                        entry.store().kind().title(),
                        entry.figures().items().map(Amounts::count).orElse("–"),
                        Amounts.size(entry.figures().bytes()),
                        entry.figures()
                                .changed()
                                .map(time -> Amounts.ago(time, now))
                                .orElse("–"),
                        entry.figures().health().word(),
                        entry.figures().warnings()))
                .toList();
        return Answer.Page.of("stores", "Stores", Section.STORES)
                .with("rows", rows)
                .with("problems", List.copyOf(stores.problems()));
    }

    private Answer overview(PageCall call) throws IOException, NoSuchStoreException {
        ServedStore store = call.store();
        Instant now = store.memory().now();
        StoreCache.Entry<ShowStatus.Result> seen =
                statuses.get(store.id(), store.opener(), opened -> new ShowStatus(opened, store.frontEnd()).run());
        try (OpenStore opened = store.opener().forReading()) {
            ListMeasurements.Result measured =
                    new ListMeasurements(opened).run(new ListMeasurements.Request(MEASUREMENTS));
            ListRuns.Result runs = new ListRuns(opened).run(new ListRuns.Request(RUNS));
            // Not those of the status, which may be some time old: a person who acknowledges one must see that.
            ListAlerts.Result alerts = new ListAlerts(opened).run(new ListAlerts.Request(false));
            List<Finding> unread = new ArrayList<>(seen.value().findings());
            unread.addAll(alerts.findings());
            unread.addAll(measured.findings());
            unread.addAll(runs.findings());
            OverviewView view = new OverviewView(
                    seen.value().health(),
                    List.of(
                            new Figure("items", Amounts.count(seen.value().items())),
                            new Figure("size", Amounts.size(seen.value().bytes())),
                            new Figure(
                                    "agents",
                                    Amounts.count(
                                            seen.value().agents().all().agents().size())),
                            new Figure(
                                    "to be tidied",
                                    measured.entries().isEmpty()
                                            ? "–"
                                            : Amounts.percent(measured.entries()
                                                    .getFirst()
                                                    .rotShare()))),
                    Chart.items(measured.entries()),
                    Chart.rot(measured.entries()),
                    RunRow.of(runs, now),
                    JobRow.of(jobs.plans(store), now),
                    alerts.alerts(),
                    seen.value().agents().all().agents(),
                    FindingView.of(unread),
                    Amounts.ago(seen.at(), now));
            return Answer.Page.of("overview", "Overview", Section.OVERVIEW).with("view", view);
        }
    }

    private Answer change(PageCall call, Alert.State state)
            throws IOException, NoSuchStoreException, NoSuchAlertException {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forChange()) {
            new ChangeAlert(opened, store.frontEnd()).run(new ChangeAlert.Request(call.value(1), state));
        }
        statuses.forget(store.id());
        return new Answer.Redirect(Addresses.store(store.id()));
    }
}
