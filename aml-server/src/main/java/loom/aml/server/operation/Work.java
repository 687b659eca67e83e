package loom.aml.server.operation;

import loom.aml.json.JsonObject;
import loom.aml.store.Progress;

/** The work of an operation. */
@FunctionalInterface
public interface Work {
    /**
     * Does the work.
     *
     * @param progress must be informed; throws an exception to cancel the work where nothing is being changed
     * @return the document of the command with the same use case
     */
    JsonObject run(Progress progress) throws Exception;
}
