package loom.aml.server.metrics;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import loom.aml.app.StoreCache;
import loom.aml.app.monitor.ReportStore;
import loom.aml.app.monitor.StoreReport;
import loom.aml.io.FileName;
import loom.aml.locate.FoundStore;
import loom.aml.monitor.prometheus.MetricFamily;
import loom.aml.monitor.prometheus.Sample;
import loom.aml.server.http.Endpoint;
import loom.aml.server.http.HttpBody;
import loom.aml.server.http.HttpCall;
import loom.aml.server.http.HttpFailure;
import loom.aml.server.service.HostServices;
import loom.aml.server.stores.NoSuchStoreException;
import loom.aml.server.stores.ServedStore;

/**
 * Answers the scrapes of Prometheus. Measuring a store reads all its items, so a scrape gets the last measurement, and its age; each
 * store is measured once a minute at most.
 */
public final class MetricsEndpoint implements Endpoint {
    /** The path, at which Prometheus looks by default. */
    public static final String PATH = "/metrics";

    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration UNCHANGED = Duration.ofMinutes(4);
    private static final Duration SHOWN = Duration.ofMinutes(5);

    private final HostServices services;
    private final HostFigures host;
    private final Exposition exposition = new Exposition();
    private final StoreCache<StoreReport> reports = new StoreCache<>(FRESH, UNCHANGED, SHOWN);

    public MetricsEndpoint(HostServices services, HostFigures host) {
        this.services = services;
        this.host = host;
    }

    /** Measures a store without recording it. */
    private static StoreReport report(ServedStore store) throws IOException {
        return new ReportStore(store.opener(), store.frontEnd()).run(new ReportStore.Request(false));
    }

    @Override
    public void handle(HttpCall call) throws IOException, HttpFailure {
        if (!call.path().equals(PATH)) {
            throw new HttpFailure(404, "not found; the metrics are at " + PATH);
        }
        if (!call.method().equals("GET") && !call.method().equals("HEAD")) {
            throw new HttpFailure(405, "method not allowed: " + call.method()).with("Allow", "GET, HEAD");
        }
        List<Sample> samples = new ArrayList<>(host.samples());
        for (FoundStore store : services.stores().known()) {
            add(store, samples);
        }
        call.set("Vary", "Accept");
        call.answer(200, exposition.of(samples, call.header("Accept").orElse("")));
    }

    private void add(FoundStore found, List<Sample> samples) {
        String path = FileName.text(found.path());
        try {
            ServedStore store = services.stores().require(found.id());
            StoreCache.Entry<StoreReport> seen = reports.get(store.id(), store.opener(), _ -> report(store));
            Duration age = seen.age(store.memory().now());
            List<Sample> own = new ArrayList<>(seen.value().samples());
            own.add(Sample.of(MetricFamily.AGE, age.toMillis() / 1e3, path));
            own.add(Sample.of(MetricFamily.UP, 1, path));
            // One store that cannot be written must not make the answer of all stores fail.
            Exposition.check(own);
            samples.addAll(own);
        } catch (NoSuchStoreException e) {
            // It was removed in the meantime.
        } catch (IOException e) {
            samples.add(Sample.of(MetricFamily.UP, 0, path));
        } catch (RuntimeException e) {
            // The other stores are still measured.
            services.failures().report(e);
            samples.add(Sample.of(MetricFamily.UP, 0, path));
        }
    }

    @Override
    public HttpBody explain(HttpFailure failure) {
        return HttpBody.text(failure.message());
    }

    @Override
    public void close() {
        // Has no streams.
    }
}
