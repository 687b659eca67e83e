package loom.aml.server.service;

import java.time.InstantSource;
import loom.aml.server.event.Events;
import loom.aml.server.event.StoreWatches;
import loom.aml.server.stores.ServedStores;

/**
 * The parts of the host that its front ends share.
 *
 * @param isReadOnly whether every change is refused
 */
public record HostServices(
        ServedStores stores,
        StoreOperations operations,
        Events events,
        StoreWatches watches,
        FailureMapping failures,
        InstantSource clock,
        boolean isReadOnly) {}
