package loom.aml.server.mcp;

import loom.aml.server.rpc.Message;

/** Delivers messages to a client in order. */
@FunctionalInterface
public interface Outbox {
    /** Sends a message; dropped if the client is gone. May block while the client is slow. */
    void send(Message message);

    /** Closes the connection if the client can resume the stream later. */
    default void detach() {}
}
