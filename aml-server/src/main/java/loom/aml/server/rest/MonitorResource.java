package loom.aml.server.rest;

import java.util.List;
import java.util.Optional;
import loom.aml.app.OpenStore;
import loom.aml.app.monitor.ChangeAlert;
import loom.aml.app.monitor.CheckHealth;
import loom.aml.app.monitor.ListAlerts;
import loom.aml.app.monitor.ListMeasurements;
import loom.aml.app.monitor.MeasureStore;
import loom.aml.app.monitor.ShowAlert;
import loom.aml.io.FileName;
import loom.aml.monitor.Alert;
import loom.aml.server.stores.ServedStore;

/** Health, figures and alerts of a store. */
final class MonitorResource {
    private static final String ALERTS = "/stores/{store}/alerts";
    private static final String ALERT = ALERTS + "/{alert}";
    private static final String COMMAND = "monitor alerts";
    private static final String SCHEMA = "monitor-alerts";

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/stores/{store}/health", "getHealth", "Check the health of a store")
                        .answers(200, "monitor-health", "The checks.")
                        .by(this::health),
                Route.of("GET", "/stores/{store}/metrics", "getMetrics", "Measure a store without recording it")
                        .answers(200, "monitor-metrics", "The figures.")
                        .by(this::metrics),
                Route.of("GET", "/stores/{store}/metrics/history", "listMeasurements", "List recorded figures")
                        .takes(Parameter.number("limit", 1, 1_000, 100, "The maximum number of measurements."))
                        .answers(200, "monitor-history", "The measurements, the newest first.")
                        .by(this::history),
                Route.of("GET", ALERTS, "listAlerts", "List alerts")
                        .takes(Parameter.flag("all", "Also list resolved alerts."))
                        .answers(200, SCHEMA, "The alerts.")
                        .by(this::list),
                Route.of("GET", ALERT, "getAlert", "Show an alert")
                        .answers(200, SCHEMA, "The alert.")
                        .by(this::get),
                Route.of("POST", ALERT + "/acknowledge", "acknowledgeAlert", "Acknowledge an alert")
                        .answers(200, SCHEMA, "The changed alert.")
                        .by(call -> change(call, Alert.State.ACKNOWLEDGED)),
                Route.of("POST", ALERT + "/resolve", "resolveAlert", "Resolve an alert")
                        .answers(200, SCHEMA, "The changed alert.")
                        .by(call -> change(call, Alert.State.RESOLVED)));
    }

    private void health(RestCall call) throws Exception {
        ServedStore store = call.store();
        CheckHealth.Request request =
                new CheckHealth.Request(Optional.of(FileName.text(store.found().path())));
        call.answer(
                200,
                "monitor health",
                new CheckHealth(store.opener(), store.frontEnd()).run(request).toJson());
    }

    private void metrics(RestCall call) throws Exception {
        ServedStore store = call.store();
        call.answer(
                200,
                "monitor metrics",
                new MeasureStore(store.opener(), store.frontEnd())
                        .run(new MeasureStore.Request(false))
                        .toJson());
    }

    private void history(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            ListMeasurements.Request request = new ListMeasurements.Request(call.number("limit"));
            call.answer(
                    200,
                    "monitor history",
                    new ListMeasurements(opened).run(request).toJson());
        }
    }

    private void list(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            ListAlerts.Request request = new ListAlerts.Request(call.flag("all"));
            call.answer(200, COMMAND, new ListAlerts(opened).run(request).toJson());
        }
    }

    private void get(RestCall call) throws Exception {
        try (OpenStore opened = call.store().opener().forReading()) {
            ShowAlert.Request request = new ShowAlert.Request(call.path("alert"));
            call.answer(200, COMMAND, new ShowAlert(opened).run(request).toJson());
        }
    }

    private void change(RestCall call, Alert.State state) throws Exception {
        ServedStore store = call.store();
        try (OpenStore opened = store.opener().forChange()) {
            ChangeAlert.Request request = new ChangeAlert.Request(call.path("alert"), state);
            call.answer(
                    200,
                    COMMAND,
                    new ChangeAlert(opened, store.frontEnd()).run(request).toJson());
        }
    }
}
