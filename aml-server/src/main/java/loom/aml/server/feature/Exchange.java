package loom.aml.server.feature;

import java.util.Map;
import loom.aml.json.JsonObject;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/** What a handler may do with the client while it answers a request. Of a request that was cancelled nothing is sent any more. */
public interface Exchange {
    ClientProfile client();

    /**
     * Reports progress, if the client wants to know. A value that is not greater than the one before is dropped.
     *
     * @param total how much there is to do, or null if that is not known
     * @param message what is being done, or null
     */
    void progress(double done, @Nullable Double total, @Nullable String message);

    /** Sends a message to the client's log, if the client wants messages of that severity. */
    void log(LogLevel level, String logger, String message);

    /**
     * Asks the client, and returns its answers under the same keys.
     *
     * <p>A client of today is asked by ending the request, and repeats it with the answers. Its handler then runs again from the
     * start, and this method returns what it was asked for before. So a handler must not change anything before its last question.
     *
     * @throws RpcException if the client cannot answer or answers with nonsense
     */
    Map<String, JsonObject> ask(Map<String, InputRequest> questions) throws RpcException, InterruptedException;

    /** Asks the client one question; see {@link #ask(Map)}. */
    default JsonObject ask(String key, InputRequest question) throws RpcException, InterruptedException {
        return ask(Map.of(key, question)).values().iterator().next();
    }

    /** @throws RpcException if the client has not declared all these capabilities */
    void require(Capability... capabilities) throws RpcException;

    /**
     * Returns whether nobody waits for the answer any more. A handler that takes long looks at this from time to time; it is interrupted
     * only while it waits for the client, because an interrupt closes the files that a thread is at.
     */
    boolean isCancelled();

    /** Lets a client that can fetch the answer later go, instead of holding its connection. Does nothing for others. */
    void detach();
}
