package loom.aml.server.http;

import java.io.IOException;

/** A part of the host. The guard has admitted the calls that it receives. Called from many threads. */
public interface Endpoint extends AutoCloseable {
    /**
     * Answers a call.
     *
     * @throws HttpFailure to answer with an error
     */
    void handle(HttpCall call) throws IOException, HttpFailure, InterruptedException;

    /** Returns the body that explains a failure to the clients of this endpoint, also one that the guard found. */
    HttpBody explain(HttpFailure failure);

    /** Ends streams, so that the host can stop. Calls in progress may still be answered. */
    @Override
    void close();
}
