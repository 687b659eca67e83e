package loom.aml.server.mcp;

import java.util.Optional;
import loom.aml.json.JsonObject;
import loom.aml.server.feature.ClientProfile;
import loom.aml.server.feature.LogLevel;
import loom.aml.server.rpc.Request;
import loom.aml.server.rpc.RpcException;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a modern request.
 *
 * @param version the protocol version, not necessarily a supported one
 * @param logLevel the minimum log level, or null for no log messages
 */
public record RequestMeta(
        String version, ClientProfile client, @Nullable LogLevel logLevel) {
    private static final String PREFIX = "io.modelcontextprotocol/";
    static final String SERVER_INFO = PREFIX + "serverInfo";
    static final String SUBSCRIPTION_ID = PREFIX + "subscriptionId";
    private static final String VERSION = PREFIX + "protocolVersion";
    private static final String CAPABILITIES = PREFIX + "clientCapabilities";
    private static final String CLIENT_INFO = PREFIX + "clientInfo";
    private static final String LOG_LEVEL = PREFIX + "logLevel";

    private static final JsonObject NOTHING = JsonObject.builder().build();

    /** Returns whether a request carries the metadata of modern revisions. */
    public static boolean isIn(Request request) {
        return request.params()
                .object("_meta")
                .filter(meta -> meta.has(VERSION))
                .isPresent();
    }

    /** @throws RpcException if required metadata is missing */
    public static RequestMeta of(Request request) throws RpcException {
        JsonObject meta = request.params()
                .object("_meta")
                .orElseThrow(() -> RpcException.invalidParams(
                        "\"_meta\" is required, with \"" + VERSION + "\" and \"" + CAPABILITIES + '"'));
        String version = meta.string(VERSION).orElseThrow(() -> missing(VERSION, "a string"));
        JsonObject capabilities = meta.object(CAPABILITIES).orElseThrow(() -> missing(CAPABILITIES, "an object"));
        ClientProfile client = ClientProfile.of(meta.object(CLIENT_INFO).orElse(NOTHING), capabilities);
        return new RequestMeta(version, client, logLevel(meta));
    }

    private static @Nullable LogLevel logLevel(JsonObject meta) throws RpcException {
        if (!meta.has(LOG_LEVEL)) {
            return null;
        }
        Optional<LogLevel> level = meta.string(LOG_LEVEL).flatMap(LogLevel::of);
        return level.orElseThrow(() -> RpcException.invalidParams("\"" + LOG_LEVEL + "\" is not a log level"));
    }

    private static RpcException missing(String key, String type) {
        return RpcException.invalidParams("\"_meta\" must have \"" + key + "\", " + type);
    }

    /** @throws RpcException if the version is not a supported modern revision */
    public void requireSupported() throws RpcException {
        if (!Revision.of(version).filter(Revision::isModern).isPresent()) {
            throw ProtocolErrors.unsupportedVersion(version);
        }
    }
}
