package loom.aml.cli;

/** The version of this build, as a constant: reading a resource for it would show in the start time. */
public final class Version {
    public static final String NUMBER = "${project.version}";

    private Version() {}
}
