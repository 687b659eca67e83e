package loom.aml.cli.complete;

/**
 * A proposed completion of a command line.
 *
 * @param value the complete word
 * @param description a one-line description; possibly empty
 */
public record Proposal(String value, String description) {

    /** Requests the shell's own completion of files. */
    static final Proposal FILES = new Proposal(":files", "");

    /** Requests the shell's own completion of directories. */
    static final Proposal DIRECTORIES = new Proposal(":directories", "");

    /** Returns the line for the shell. */
    String line() {
        return description.isEmpty() ? value : value + "\t" + description;
    }
}
