package loom.aml.cli.command;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import loom.aml.app.OpenStore;
import loom.aml.cli.Options;
import loom.aml.cli.Session;
import loom.aml.cli.UsageException;
import loom.aml.index.query.Clause;
import loom.aml.index.query.Name;
import loom.aml.index.query.NumericField;
import loom.aml.index.query.Query;
import loom.aml.index.query.QueryParser;
import loom.aml.index.query.QuerySyntaxException;
import loom.aml.item.ItemKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The options that are equivalent to fields in a query and do not need quotes. */
final class SearchFilters {
    private static final String KINDS = "--kinds";
    private static final String TYPES = "--types";
    private static final String TAGS = "--tags";
    private static final String ACTIVE = "--active";
    private static final String MIN_CONFIDENCE = "--min-confidence";
    private static final String MIN_SUCCESS = "--min-success";
    private static final String SINCE = "--since";
    private static final String OLDER_THAN = "--older-than";

    private SearchFilters() {}

    static void describe(CommandSpec spec) {
        spec.addOption(AgentsOption.spec());
        spec.addOption(Options.choices(ItemArgument.KINDS, "KIND", "Only patterns, solutions or decisions.", KINDS));
        spec.addOption(Options.words("TYPE", "Only items of one of these types.", TYPES));
        spec.addOption(Options.words("TAG", "Only items with all these tags.", TAGS));
        spec.addOption(Options.value(String.class, "true|false", "Only active or only inactive items.", ACTIVE));
        spec.addOption(Options.value(
                double.class, "X", "Only patterns with at least this confidence, 0 to 1.", MIN_CONFIDENCE));
        spec.addOption(Options.value(
                double.class, "X", "Only patterns with at least this success rate, 0 to 1.", MIN_SUCCESS));
        spec.addOption(Options.value(String.class, "AGE", "Only items used within this time: 30d, 12h, 2w.", SINCE));
        spec.addOption(Options.value(String.class, "AGE", "Only items last used before this time: 90d.", OLDER_THAN));
    }

    /** Returns the query of a text without further filters. */
    static Query query(String text, Session session) {
        return QueryParser.parse(text, session.clock().instant());
    }

    /** Returns the query of the words and options. */
    static Query query(ParseResult arguments, Session session, OpenStore opened) throws IOException {
        Query query = QueryParser.parse(
                String.join(" ", arguments.matchedPositionalValue(0, new String[0])),
                session.clock().instant());
        Set<String> agents = AgentsOption.of(arguments, opened).agents();
        if (!agents.isEmpty()) {
            query = query.and(new Clause.Named(Name.AGENT, agents, false));
        }
        Set<String> kinds = new LinkedHashSet<>();
        for (String kind : Options.wordsOf(arguments, KINDS)) {
            kinds.add(ItemKind.named(kind)
                    .orElseThrow(() -> UsageException.unknown("kind", kind, ItemArgument.KINDS))
                    .word());
        }
        if (!kinds.isEmpty()) {
            query = query.and(new Clause.Named(Name.KIND, kinds, false));
        }
        Set<String> types = Options.setOf(arguments, TYPES);
        if (!types.isEmpty()) {
            query = query.and(new Clause.Named(Name.TYPE, types, false));
        }
        for (String tag : Options.wordsOf(arguments, TAGS)) {
            query = query.and(Name.TAG, tag);
        }
        query = and(query, ACTIVE, "active", "", arguments, session);
        query = atLeast(query, MIN_CONFIDENCE, NumericField.CONFIDENCE, arguments);
        query = atLeast(query, MIN_SUCCESS, NumericField.SUCCESS, arguments);
        query = and(query, SINCE, "age", "<=", arguments, session);
        return and(query, OLDER_THAN, "age", ">", arguments, session);
    }

    private static Query atLeast(Query query, String option, NumericField figure, ParseResult arguments) {
        if (!arguments.hasMatchedOption(option)) {
            return query;
        }
        double min = arguments.matchedOptionValue(option, 0.0);
        if (!(min >= 0 && min <= 1)) {
            throw new UsageException(option + " must be between 0 and 1: " + min);
        }
        return query.and(new Clause.Range(figure, min, Double.POSITIVE_INFINITY, false));
    }

    /** Parses an option as the equivalent field of a query. */
    private static Query and(
            Query query, String option, String field, String sign, ParseResult arguments, Session session) {
        String value = arguments.matchedOptionValue(option, "");
        if (value.isEmpty()) {
            return query;
        }
        try {
            return query.and(
                    QueryParser.parseField(field, sign + value, session.clock().instant()));
        } catch (QuerySyntaxException e) {
            throw new UsageException(option + " " + value + ": " + e.getMessage());
        }
    }
}
