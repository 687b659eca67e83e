package loom.aml.server.rpc;

import loom.aml.json.JsonObject;

/** A JSON-RPC message. */
public sealed interface Message permits Request, Notification, Response {
    /** The value of {@code jsonrpc} in every message. */
    String VERSION = "2.0";

    /** Returns the wire format of the message. */
    JsonObject toJson();
}
