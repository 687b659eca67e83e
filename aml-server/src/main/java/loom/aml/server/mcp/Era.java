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
 * The differences between the two eras of the protocol: client description, era-specific methods, the format of results and errors,
 * and how to ask the client for input. All other code is independent of the era.
 */
sealed interface Era permits LegacyEra, ModernEra {
    ClientProfile client();

    /** Answers a method that exists only in this era; null for all other methods. */
    @Nullable
    Answer answerOwn(Call call) throws RpcException, InterruptedException;

    /** Returns the wire format of a result. */
    JsonObject complete(Answer answer);

    /** Returns whether the client accepts log messages of this level. */
    boolean logs(LogLevel level);

    RpcException resourceNotFound(String uri);

    RpcException missingCapabilities(List<Capability> missing);

    /** Asks the client for input. The required capabilities are declared. */
    Map<String, JsonObject> ask(Call call, Map<String, InputRequest> questions)
            throws RpcException, InterruptedException;
}
