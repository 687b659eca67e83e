package loom.aml.server.http;

/** How a caller identified itself. */
public enum Caller {
    /** Not at all, or not successfully where nothing is demanded. */
    ANONYMOUS,
    /** By the bearer token. */
    TOKEN,
    /** By the bearer token for metrics. */
    METRICS_TOKEN,
    /** By the cookie of a browser that signed in. Its changes must come from pages of this host. */
    COOKIE
}
