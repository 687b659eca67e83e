package loom.aml.app.monitor;

/** No channel with this name is configured. */
public final class NoSuchChannelException extends Exception {
    private static final long serialVersionUID = 1L;

    NoSuchChannelException(String channel) {
        super("no channel '" + channel + "' is configured; 'aml config show' lists the settings of alerts");
    }
}
