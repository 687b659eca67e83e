package loom.aml.server.service;

/** A request does not follow the interface. The message is for the caller. */
public final class InvalidRequestException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidRequestException(String message) {
        super(message);
    }
}
