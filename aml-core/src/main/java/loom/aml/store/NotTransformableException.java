package loom.aml.store;

/** An item that a transformation should change and cannot. Carries what is said of it to people. */
public final class NotTransformableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    /**
     * @param finding what is said of the item
     */
    public NotTransformableException(Finding finding) {
        super(finding.what());
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
