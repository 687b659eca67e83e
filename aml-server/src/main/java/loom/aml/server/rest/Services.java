package loom.aml.server.rest;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import loom.aml.server.event.Events;
import loom.aml.server.event.StoreWatches;
import loom.aml.server.operation.Operations;
import loom.aml.server.stores.ServedStores;

/**
 * The parts of the host that the interface uses.
 *
 * @param isReadOnly whether every change is refused
 * @param links returns a new link that signs a browser in
 * @param words describes a failure for people
 * @param unexpected receives unexpected failures
 */
public record Services(
        ServedStores stores,
        Operations operations,
        Events events,
        StoreWatches watches,
        InstantSource clock,
        boolean isReadOnly,
        Supplier<String> links,
        Function<Exception, String> words,
        Consumer<Throwable> unexpected) {}
