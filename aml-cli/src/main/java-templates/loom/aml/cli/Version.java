package loom.aml.cli;

/** The version of this build, as a constant: reading a resource for it would show in the start time. */
final class Version {
    static final String NUMBER = "${project.version}";

    private Version() {}
}
