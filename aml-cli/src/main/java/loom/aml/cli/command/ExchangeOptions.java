package loom.aml.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import loom.aml.app.exchange.ReadSource;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.exchange.ExchangeFormat;
import loom.aml.exchange.Reading;
import picocli.CommandLine.ParseResult;

/** The options of import and export. */
final class ExchangeOptions {
    static final String FORMAT = "--format";

    private ExchangeOptions() {}

    /** Returns the names of the formats that are read or, if they are to be written, of those that aml writes. */
    static List<String> words(boolean isWritten) {
        List<String> words = new ArrayList<>();
        for (ExchangeFormat format : ExchangeFormat.values()) {
            if (!isWritten || format.isTarget()) {
                words.add(format.word());
            }
        }
        return words;
    }

    static Optional<ExchangeFormat> format(ParseResult arguments, boolean isWritten) {
        String word = arguments.matchedOptionValue(FORMAT, "");
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(ExchangeFormat.named(word)
                .filter(format -> !isWritten || format.isTarget())
                .orElseThrow(() -> UsageException.unknown("format", word, words(isWritten))));
    }

    /** Reads another store, a file or a database. */
    static Reading read(Session session, String path, Optional<ExchangeFormat> format) throws IOException {
        return new ReadSource(session.disk(), session.store().options())
                .run(new ReadSource.Request(session.resolve(path), format));
    }
}
