package loom.aml.app.monitor;

/** No alert is meant by an id, or several are, or the alert is resolved already. */
public final class NoSuchAlertException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchAlertException(String why) {
        super(why);
    }
}
