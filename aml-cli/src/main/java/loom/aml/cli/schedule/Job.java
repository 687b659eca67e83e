package loom.aml.cli.schedule;

import java.util.ArrayList;
import java.util.List;
import loom.aml.app.job.JobKind;

/**
 * A scheduled job.
 *
 * @param description a short description
 * @param times when it runs
 */
public record Job(JobKind kind, String description, Times times) {

    /** Returns the arguments of aml, without the store. Only problems are printed. */
    public List<String> words() {
        List<String> words = new ArrayList<>(kind.arguments());
        words.add("--quiet");
        return words;
    }
}
