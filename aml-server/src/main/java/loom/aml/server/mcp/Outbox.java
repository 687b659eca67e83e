package loom.aml.server.mcp;

import loom.aml.server.rpc.Message;

/** Takes messages to a client, in their order. */
@FunctionalInterface
public interface Outbox {
    /** Sends a message, or drops it if the client is gone. May wait for a client that is slow. */
    void send(Message message);

    /** Lets the client go. If it cannot come back for what is sent from now on, this does nothing. */
    default void detach() {}
}
