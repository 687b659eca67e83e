package loom.aml.proof;

/** The class path of the tests, for separate processes. */
public final class ClassPath {
    private ClassPath() {}

    /** The class path of the tests, which Maven hands over in a property when it starts them from a jar of jars. */
    public static String ofTests() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
