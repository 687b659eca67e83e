package loom.aml.cli.command;

import java.util.Optional;
import loom.aml.cli.Options;
import loom.aml.cli.UsageException;
import loom.aml.item.Revision;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The option that makes a change conditional on a revision. */
final class RevisionOption {
    private static final String NAME = "--if-revision";

    private RevisionOption() {}

    static OptionSpec spec() {
        return Options.value(
                String.class, "REVISION", "Change the item only if it has this revision; see 'aml show'.", NAME);
    }

    static Optional<Revision> of(ParseResult arguments) {
        String text = arguments.matchedOptionValue(NAME, "");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Revision.parse(text)
                .orElseThrow(() -> new UsageException(
                        NAME + " takes 16 hexadecimal digits, as 'aml show' prints them, not '" + text + "'")));
    }
}
