package loom.aml.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import loom.aml.item.ItemKind;
import loom.aml.json.JsonObject;

/**
 * Items as those of {@code .loom/memory}. Their own keep their bytes. Any other becomes a pattern, solution or decision with
 * neutral figures and an {@link Envelope} in the field {@code x-aml}, which the runtime ignores.
 */
final class LoomForm {
    private static final Set<String> SOLUTIONS = Set.of("solution", "bug", "bugfix", "fix", "error");

    private LoomForm() {}

    /** Returns whether an item is one of the runtime's own. */
    static boolean isOwn(ExchangedItem item) {
        return item.kind().kind().isOfRuntime();
    }

    /** Returns the kind under which an item is stored: its own, the wanted one, or that which its type suggests. */
    static ItemKind kindOf(ExchangedItem item, Optional<ItemKind> wanted) {
        if (isOwn(item)) {
            return item.kind().kind();
        }
        String type = item.words().type().orElse("").toLowerCase(Locale.ROOT).strip();
        return wanted.orElse(
                type.equals("decision")
                        ? ItemKind.DECISION
                        : SOLUTIONS.contains(type) ? ItemKind.SOLUTION : ItemKind.PATTERN);
    }

    /** Returns the id of an item in a store of the runtime, which requires UUIDs: always the same for the same item. */
    static String idOf(ExchangedItem item) {
        if (isOwn(item)) {
            return item.id();
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(item.home().getBytes(StandardCharsets.UTF_8));
            long high = 0;
            long low = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                high = high << 8 | digest[i] & 0xff;
                low = low << 8 | digest[i + Long.BYTES] & 0xff;
            }
            // Version 8: derived from the content of something, in a way of its own.
            return new UUID(high & ~0xf000L | 0x8000L, low >>> 2 | Long.MIN_VALUE).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every runtime has SHA-256", e);
        }
    }

    /**
     * Returns a foreign item in the shape of the runtime.
     *
     * @param time the time of the item if it has none itself
     */
    static String enveloped(ExchangedItem item, ItemKind kind, String agent, String time, Envelope envelope) {
        Words words = item.words();
        String created = JsonObject.quoted(words.created().orElse(time));
        String updated = JsonObject.quoted(words.updated().or(words::created).orElse(time));
        String title = JsonObject.quoted(words.titleOr(item.id()));
        String text = JsonObject.quoted(words.text().isBlank() ? words.titleOr(item.id()) : words.text());
        String type = JsonObject.quoted(words.type().orElse("general"));
        String body = switch (kind) {
            case PATTERN ->
                "\"pattern\":{\"type\":" + type + ",\"context\":{},\"approach\":{\"technique\":" + title
                        + ",\"rationale\":" + text
                        + "},\"conditions\":{\"whenApplicable\":[],\"whenNotApplicable\":[]}},"
                        + "\"metrics\":{\"successRate\":0.5,\"executionCount\":0,\"avgTimeSavedMs\":0,"
                        + "\"errorPreventionCount\":0},\"evolution\":{\"created\":" + created + ",\"lastUsed\":"
                        + updated
                        + ",\"refinements\":0,\"confidenceScore\":0.5}";
            case SOLUTION ->
                "\"problem\":{\"errorType\":" + type + ",\"errorMessage\":" + title
                        + ",\"context\":{}},\"solution\":{\"rootCause\":\"\",\"fixApproach\":" + text
                        + ",\"prevention\":\"\"},\"effectiveness\":{\"worked\":true,\"timeToFixMinutes\":0,"
                        + "\"preventedRecurrence\":0,\"relatedErrorsFixed\":0},\"verifiedCount\":0";
            case DECISION ->
                "\"decision\":{\"type\":" + type + ",\"question\":" + title + ",\"context\":{},\"chosenOption\":" + text
                        + ",\"alternativesConsidered\":[],\"decisionFactors\":{\"primary\":[],\"secondary\":[]}}";
            case NOTE, ENTRY -> throw new IllegalArgumentException("the runtime has no " + kind.plural());
        };
        return "{\"id\":" + JsonObject.quoted(idOf(item)) + ",\"agent\":" + JsonObject.quoted(agent)
                + ",\"timestamp\":" + created + "," + body + ",\"tags\":" + Shape.list(words.tags())
                + ",\"active\":true,\"" + Envelope.NAME + "\":" + envelope.json() + "}";
    }

    /** Returns the item that an item of the runtime holds. */
    static ExchangedItem read(ItemKind kind, String agent, String id, String json, String format) {
        RawItem raw = RawItem.of(json);
        ExchangedItem own = new ExchangedItem(ExchangeKind.of(kind), agent, id, json, format);
        return raw.value(Envelope.NAME)
                .flatMap(Envelope::parse)
                .filter(envelope -> !envelope.kind().kind().isOfRuntime())
                .map(envelope -> envelope.opened(words(own, raw)))
                .orElse(own);
    }

    /** Returns the words of a foreign item, which are in the fields of the prose alone. */
    private static Words words(ExchangedItem own, RawItem raw) {
        Words words = own.words();
        String text = switch (own.kind()) {
            case PATTERN -> raw.text("pattern.approach.rationale").orElse("");
            case SOLUTION -> raw.text("solution.fixApproach").orElse("");
            default -> raw.text("decision.chosenOption").orElse("");
        };
        Optional<String> type = switch (own.kind()) {
            case PATTERN -> raw.text("pattern.type");
            case SOLUTION -> raw.text("problem.errorType");
            default -> raw.text("decision.type");
        };
        return new Words(
                words.title(),
                type,
                Optional.empty(),
                text,
                words.tags(),
                words.links(),
                words.created(),
                words.updated());
    }
}
