package loom.aml.server.metrics;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import loom.aml.monitor.prometheus.MetricFamily;
import loom.aml.monitor.prometheus.Sample;
import loom.aml.server.service.HostServices;

/** The figures of the server itself. Reading them costs nothing. Thread-safe. */
public final class HostFigures {
    private final String version;
    private final HostServices services;
    private final LongSupplier requests;
    private final Instant started;

    /** @param requests returns the number of requests so far */
    public HostFigures(String version, HostServices services, LongSupplier requests) {
        this.version = version;
        this.services = services;
        this.requests = requests;
        this.started = services.clock().instant();
    }

    List<Sample> samples() throws IOException {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                Sample.of(MetricFamily.SERVER_VERSION, 1, version),
                Sample.of(MetricFamily.SERVER_STARTED, started.toEpochMilli() / 1e3),
                Sample.of(MetricFamily.SERVER_STORES, services.stores().known().size()),
                Sample.of(MetricFamily.SERVER_REQUESTS, requests.getAsLong()),
                Sample.of(MetricFamily.SERVER_OPERATIONS, services.operations().started()),
                Sample.of(MetricFamily.SERVER_RUNNING, services.operations().runningCount()),
                Sample.of(MetricFamily.SERVER_HEAP, runtime.totalMemory() - runtime.freeMemory()),
                Sample.of(MetricFamily.SERVER_HEAP_LIMIT, runtime.maxMemory()));
    }
}
