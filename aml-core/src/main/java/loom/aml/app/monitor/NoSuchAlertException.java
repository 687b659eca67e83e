package loom.aml.app.monitor;

/** Thrown if no alert or several alerts match an id, or if the alert is already resolved. */
public final class NoSuchAlertException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchAlertException(String why) {
        super(why);
    }
}
