package loom.aml.server.page;

import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import loom.aml.server.operation.Operations;
import loom.aml.server.stores.ServedStores;

/**
 * The parts of the host that the pages use.
 *
 * @param isReadOnly whether every change is hidden and refused
 * @param words describes a failure for people
 * @param unexpected receives unexpected failures
 */
public record Site(
        ServedStores stores,
        Operations operations,
        InstantSource clock,
        boolean isReadOnly,
        Function<Exception, String> words,
        Consumer<Throwable> unexpected) {}
