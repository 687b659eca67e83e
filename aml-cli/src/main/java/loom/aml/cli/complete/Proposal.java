package loom.aml.cli.complete;

/**
 * One way in which a command line may go on.
 *
 * @param value the whole word
 * @param description what it is, in a line; empty if there is nothing to say
 */
public record Proposal(String value, String description) {

    /** Told to the shell, which knows best how: any file. */
    static final Proposal FILES = new Proposal(":files", "");

    /** Told to the shell: any directory. */
    static final Proposal DIRECTORIES = new Proposal(":directories", "");

    /** As it is sent to the shell: a line. */
    String line() {
        return description.isEmpty() ? value : value + "\t" + description;
    }
}
