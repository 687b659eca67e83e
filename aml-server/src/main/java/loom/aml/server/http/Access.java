package loom.aml.server.http;

/** Who may call an endpoint. */
public enum Access {
    /** Anybody who reaches the host. */
    OPEN,
    /** Programs that present the token. */
    TOKEN,
    /** Programs that present the token, and browsers that signed in. */
    SIGNED_IN,
    /** As {@link #SIGNED_IN}, and programs that present the token for metrics. */
    METRICS
}
