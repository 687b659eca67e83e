package loom.aml.server.feature;

import java.util.Map;
import loom.aml.json.JsonObject;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** A handler's access to the client during one request. After cancellation nothing more is sent. */
public interface Exchange {
    ClientProfile client();

    /**
     * Reports progress if the client asked for it. Values that do not increase are dropped.
     *
     * @param total the total amount of work, or null if unknown
     * @param message describes the current step, or null
     */
    void progress(double done, @Nullable Double total, @Nullable String message);

    /** Sends a log message if the client's log level permits it. */
    void log(LogLevel level, String logger, String message);

    /**
     * Asks the client for input and returns the answers under the same keys.
     *
     * <p>Modern clients repeat the whole request with the answers: the handler runs again from the start, and this method returns the
     * answers given so far. Handlers must therefore have no side effects before their last call of this method.
     *
     * @throws RpcException if the client lacks a capability or sends an invalid answer
     */
    Map<String, JsonObject> ask(Map<String, InputRequest> questions) throws RpcException, InterruptedException;

    /** Asks the client for a single input; see {@link #ask(Map)}. */
    default JsonObject ask(String key, InputRequest question) throws RpcException, InterruptedException {
        return ask(Map.of(key, question)).values().iterator().next();
    }

    /** @throws RpcException if the client has not declared all these capabilities */
    void require(Capability... capabilities) throws RpcException;

    /**
     * Returns whether the request was cancelled. Long-running handlers should poll this. Threads are interrupted only while they wait
     * for the client, because an interrupt would close file channels in use.
     */
    boolean isCancelled();

    /** Closes the connection of a client that can resume the stream later. Has no effect on other clients. */
    void detach();
}
