package loom.aml.store;

/** Thrown if a transformation cannot change an item that it should change. */
public final class NotTransformableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    /** @param finding the explanation for people */
    public NotTransformableException(Finding finding) {
        super(finding.what());
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
