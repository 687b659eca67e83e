package loom.aml.app.monitor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import loom.aml.app.FrontEnd;
import loom.aml.app.StoreCache;
import loom.aml.app.StoreOpener;
import loom.aml.json.JsonObject;

/**
 * Shows several stores at a glance, again and again, without recording anything. A store is measured again when its collections or
 * its runs changed, and after {@value #SECONDS} seconds, because its health also depends on the time.
 */
public final class ShowOverview {
    private static final int SECONDS = 30;

    private final StoreCache<StoreReport> reports = StoreCache.ofState(Duration.ofSeconds(SECONDS));

    /**
     * A store to show.
     *
     * @param name its path
     */
    public record Store(String name, StoreOpener opener, FrontEnd frontEnd) {}

    /**
     * The request.
     *
     * @param isStopped whether to omit the stores that were not measured yet
     */
    public record Request(List<Store> stores, BooleanSupplier isStopped) {
        public Request {
            stores = List.copyOf(stores);
        }
    }

    /**
     * A store and its report.
     *
     * @param report empty if it cannot be read
     * @param problem why it cannot be read, for people; empty if it can
     */
    public record Entry(String name, Optional<StoreReport> report, Optional<String> problem) {
        private JsonObject toJson() {
            return JsonObject.builder()
                    .put("store", name)
                    .putValue("report", report.map(StoreReport::toJson).orElse(null))
                    .put("problem", problem.orElse(null))
                    .build();
        }
    }

    /** The overview, in the order of the request. */
    public record Result(List<Entry> stores) {
        public Result {
            stores = List.copyOf(stores);
        }

        /** Returns whether a store or a collection could not be read. */
        public boolean isPartial() {
            return stores.stream()
                    .anyMatch(entry -> entry.report.isEmpty()
                            || !entry.report.get().unreadable().isEmpty());
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put("stores", stores.stream().map(Entry::toJson).toList())
                    .build();
        }
    }

    public Result run(Request request) {
        List<Entry> entries = new ArrayList<>();
        for (Store store : request.stores()) {
            if (request.isStopped().getAsBoolean()) {
                break;
            }
            try {
                entries.add(new Entry(store.name(), Optional.of(report(store)), Optional.empty()));
            } catch (IOException e) {
                entries.add(new Entry(
                        store.name(),
                        Optional.empty(),
                        Optional.of(store.frontEnd().inWords(e))));
            }
        }
        return new Result(entries);
    }

    private StoreReport report(Store store) throws IOException {
        return reports.get(
                        store.name(),
                        store.opener(),
                        _ -> new ReportStore(store.opener(), store.frontEnd()).run(new ReportStore.Request(false)))
                .value();
    }
}
