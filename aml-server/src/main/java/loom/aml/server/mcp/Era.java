package loom.aml.server.mcp;

import java.util.List;
import java.util.Map;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.Capability;
import loom.aml.server.feature.ClientProfile;
import loom.aml.server.feature.InputRequest;
import loom.aml.server.feature.LogLevel;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * All in which the two eras of the protocol differ: how a client introduces itself, which methods only one era has, the form of
 * results and errors, and how a client is asked. Code outside of the implementations does not know in which era it runs.
 */
sealed interface Era permits LegacyEra, ModernEra {
    ClientProfile client();

    /** Answers a method that only this era has, or returns null if it has no such method. */
    @Nullable
    Answer answerOwn(Call call) throws RpcException, InterruptedException;

    /** Returns the result as it is sent. */
    JsonObject complete(Answer answer);

    /** Returns whether the client wants messages of that severity. */
    boolean logs(LogLevel level);

    RpcException resourceNotFound(String uri);

    RpcException missingCapabilities(List<Capability> missing);

    /** Asks the client, which has the capabilities that it takes to answer. */
    Map<String, JsonObject> ask(Call call, Map<String, InputRequest> questions)
            throws RpcException, InterruptedException;
}
