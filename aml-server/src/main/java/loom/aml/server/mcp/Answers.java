package loom.aml.server.mcp;

import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.InputRequest;
import loom.aml.server.rpc.RpcException;

/** Validates the answers of clients. */
final class Answers {
    private Answers() {}

    static void requireSense(String key, InputRequest question, JsonObject answer) throws RpcException {
        Optional<String> objection = question.objection(answer);
        if (objection.isPresent()) {
            throw RpcException.invalidParams(
                    "the answer to " + question.method() + " (\"" + key + "\"): " + objection.get());
        }
    }
}
