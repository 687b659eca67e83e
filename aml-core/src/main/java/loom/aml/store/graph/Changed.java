package loom.aml.store.graph;

import java.util.List;
import java.util.Optional;
import loom.aml.store.Finding;

/**
 * The result of a change that is durable.
 *
 * @param run the id of the run that made it; empty if nothing had to be changed
 * @param findings the lines that cannot be read or are of another type; see {@link GraphView}
 */
public record Changed<R>(R result, Optional<String> run, List<Finding> findings) {
    public Changed {
        findings = List.copyOf(findings);
    }
}
