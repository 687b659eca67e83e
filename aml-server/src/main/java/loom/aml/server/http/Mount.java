package loom.aml.server.http;

/**
 * An endpoint at a path.
 *
 * @param path the path, such as {@code /api/v1}; the endpoint also receives all calls below it, except those of longer mounts
 * @param access who may call it
 */
public record Mount(String path, Access access, Endpoint endpoint) {
    public Mount {
        if (!path.startsWith("/") || path.length() > 1 && path.endsWith("/")) {
            throw new IllegalArgumentException("a mount begins with a slash and does not end with one: " + path);
        }
    }

    boolean covers(String called) {
        return path.equals("/") || called.equals(path) || called.startsWith(path + "/");
    }
}
