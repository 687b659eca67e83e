package loom.aml.proof;

/** Where the classes of the tests lie, for processes of their own. */
public final class ClassPath {
    private ClassPath() {}

    /** The class path of the tests, which Maven hands over in a property when it starts them from a jar of jars. */
    public static String ofTests() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
