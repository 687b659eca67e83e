package loom.aml.server.rpc;

import loom.aml.json.JsonObject;

/** One JSON-RPC message. */
public sealed interface Message permits Request, Notification, Response {
    /** The version that every message names. */
    String VERSION = "2.0";

    /** Returns the message as the object that is sent. */
    JsonObject toJson();
}
